/** One step of a JSON path: a member, an element, or every child. */
type Step = { readonly member: string } | { readonly element: number } | "children";

/** A compiled JSON path; `value` is a parsed document. */
export type JsonPath = (value: unknown) => string | undefined;

/**
 * Compiles what may stand behind `$request.body`: members, elements and wildcards. There is no recursive descent and
 * no filter (H271).
 * @param text for instance `.user.roles[0]`
 * @returns a function that finds a text (other values as JSON; undefined for null and for what is not there);
 *   undefined when the path is none
 */
export function compileJsonPath(text: string): JsonPath | undefined {
  const steps = parse(text);
  if (!steps) return undefined;
  const isMany = steps.includes("children");
  return (value) => {
    const found = steps.reduce(descend, [value]);
    return shown(isMany && found.length > 0 ? found : found[0]);
  };
}

const stepPattern = /\.([\w-]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d{1,9})\]|(\.\*|\[\*\])/y;

function parse(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (let end = 0; end < text.length; end = stepPattern.lastIndex) {
    stepPattern.lastIndex = end;
    const match = stepPattern.exec(text);
    if (!match) return undefined;
    const [, plain, single, double, element] = match;
    const member = plain ?? single ?? double;
    if (member !== undefined) steps.push({ member });
    else steps.push(element === undefined ? "children" : { element: Number(element) });
  }
  return steps;
}

function descend(values: readonly unknown[], step: Step): readonly unknown[] {
  return values.flatMap((value) => {
    if (value === null || typeof value !== "object") return [];
    if (step === "children") return Object.values(value) as readonly unknown[];
    if ("element" in step) return Array.isArray(value) ? value.slice(step.element).slice(0, 1) : [];
    // G044: what the body did not say itself is not there.
    return Object.hasOwn(value, step.member) && !Array.isArray(value)
      ? [(value as Readonly<Record<string, unknown>>)[step.member]]
      : [];
  });
}

function shown(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    // JSON.parse takes any depth, and what writes it does not: 90 KB of brackets are no fault of the gateway.
    return undefined;
  }
}
