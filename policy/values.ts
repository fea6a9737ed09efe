/** Stands for a value that is known only after the deployment. */
export const UNKNOWN: symbol = Symbol("unknown");

/** Stands for a value that was secret where it was recorded: it is set, and nothing more is said of it. */
export const SECRET: symbol = Symbol("secret");

/** A value that can be judged. Its members need not be. */
export type Known =
  string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** A property of a resource, at any depth; {@link UNKNOWN} or {@link SECRET} is the symbol. */
export type Value = Known | symbol;

/** Properties by name. */
export type Properties = { readonly [name: string]: Value };

/** Where a value stands: members joined by `.`, or a list for names that have dots themselves. */
export type Path = string | readonly (string | number)[];

/** Longest text that a finding quotes. */
const MAX_QUOTED = 120;

/** The value at a path; undefined where nothing is, a marker where the way leads through one. */
export function valueAt(properties: Properties, path: Path): Value | undefined {
  let value: Value | undefined = properties;
  for (const step of stepsOf(path)) {
    if (typeof value === "symbol") return value;
    value = memberOf(value, step);
  }
  return value ?? undefined;
}

/** The path as findings print it, such as `schemas[0].name`. */
export function pathText(path: Path): string {
  return stepsOf(path).reduce<string>((text, step) => {
    if (typeof step === "number" || /^\d+$/.test(step)) return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** A path further down. */
export function within(path: Path, ...steps: readonly (string | number)[]): Path {
  return [...stepsOf(path), ...steps];
}

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * Whether something in there is not known yet, so that the rest must not be called too little. Values may be as deep as
 * their writer likes.
 */
export function holdsUnknown(value: Value): boolean {
  const rest: Value[] = [value];
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    if (typeof one === "symbol") return true;
    if (typeof one === "object" && one !== null) {
      for (const member of Object.values(one)) rest.push(member as Value);
    }
  }
  return false;
}

/** How many different members a list has. Those that are not known yet are different ones. */
export function countDifferent(list: readonly Value[]): number {
  return new Set(list.map((member, at) => (typeof member === "symbol" ? at : member))).size;
}

/** What a finding says was found: plain JSON, short, and never a secret. Null where nothing is set. */
export function shown(value: Value | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "symbol") return `[${value.description}]`;
  if (typeof value !== "object") return typeof value === "string" ? shorten(value) : value;
  return shorten(JSON.stringify(value, (_, member: unknown) => shownMember(member)));
}

/** The same as part of a sentence. */
export function quoted(value: Value | undefined): string {
  const found = shown(value);
  if (found === null) return "not set";
  return typeof value === "string" ? JSON.stringify(found) : String(found);
}

function shownMember(member: unknown): unknown {
  return typeof member === "symbol" ? shown(member) : member;
}

/** Passwords in an address are nobody's business. */
function shorten(text: string): string {
  const safe = text.replace(/(\/\/[^/?#:@\s]*):[^/?#@\s]*@/g, "$1:[hidden]@");
  return safe.length <= MAX_QUOTED ? safe : `${safe.slice(0, MAX_QUOTED)}…`;
}

function stepsOf(path: Path): readonly (string | number)[] {
  return typeof path === "string" ? path.split(".") : path;
}

/** A list of one object counts as that object: some providers and versions write it so. */
function memberOf(value: Value | undefined, step: string | number): Value | undefined {
  if (isList(value)) {
    if (typeof step === "number" || /^\d+$/.test(step)) return value[Number(step)];
    return value.length === 1 && isObject(value[0]) ? memberOf(value[0], step) : undefined;
  }
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
