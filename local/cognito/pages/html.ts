/** Markup that is safe to send: made by {@link html} only. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[] | null | false;

const ESCAPES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Markup with values in it. Every value that is not markup itself is escaped, so that it means the same in text
 * and in a quoted attribute, and never more than it says (O080). Attributes are always quoted.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = compact(strings).map((text, index) => text + markupOf(parts[index] ?? null));
  return { markup: markup.join("") };
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The author's own text without the line breaks of the source: one tag, one line, whoever reads it. */
function compact(strings: TemplateStringsArray): readonly string[] {
  const known = compacted.get(strings);
  if (known) return known;
  const made = strings.map((text) => text.replaceAll(/\s*\n\s*/g, " "));
  compacted.set(strings, made);
  return made;
}

function markupOf(part: Part): string {
  if (part === null || part === false) return "";
  if (typeof part === "string" || typeof part === "number") return escape(String(part));
  if ("markup" in part) return part.markup;
  return part.map((item) => item.markup).join("");
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}
