import { ProgramError } from "./failure.ts";

/** Names of members and positions in lists, from the value of a key to a part of it. */
export type Steps = readonly (string | number)[];

/** A member, a position, or a member whose name holds what would end it. */
const STEP = /\.([^.[\]"]+)|\[(\d+)\]|\["([^"]+)"\]/y;

/**
 * Reads a key as `pulumi config set --path` does: `sites[0]`, `throttle.rate`, `shop:map["a.b"]`.
 * @returns the key alone, and no steps where the text is no path
 */
export function parsePath(text: string): { readonly key: string; readonly steps: Steps } {
  // The name of another stack, whose outputs are given, may hold dots.
  const key = /^stack:.*|^(?:[^:]*:)?[^.[]+/.exec(text)?.[0] ?? text;
  const steps: (string | number)[] = [];
  STEP.lastIndex = key.length;
  while (STEP.lastIndex < text.length) {
    const [, member, position, quoted] = STEP.exec(text) ?? [];
    const step = position === undefined ? (member ?? quoted) : Number(position);
    if (step === undefined) return { key: text, steps: [] };
    steps.push(step);
  }
  return { key, steps };
}

/**
 * The value with one part of it set.
 * @param whole the value as JSON text; empty: there is none yet
 * @param path as it was written, for the message
 * @throws {ProgramError} when the value has no such place
 */
export function setAt(
  whole: string,
  { path, steps, text }: { readonly path: string; readonly steps: Steps; readonly text: string },
): string {
  const refuse = (reason: string): ProgramError => new ProgramError(`--config ${path}: ${reason}`);
  return JSON.stringify(placed(parsed(whole), steps, typed(text), refuse));
}

function placed(
  value: unknown,
  [step, ...rest]: Steps,
  part: unknown,
  refuse: (reason: string) => ProgramError,
): unknown {
  if (step === undefined) return part;
  if (typeof step === "string") {
    const object = value ?? {};
    if (typeof object !== "object" || Array.isArray(object)) {
      throw refuse("the value there has no members.");
    }
    const inner = (object as Record<string, unknown>)[step];
    return { ...object, [step]: placed(inner, rest, part, refuse) };
  }
  const list: unknown = value ?? [];
  if (!Array.isArray(list)) throw refuse("the value there is no list.");
  if (step > list.length) {
    throw refuse(`the list has ${list.length} values, so the next one is [${list.length}].`);
  }
  return list.toSpliced(step, 1, placed(list[step], rest, part, refuse));
}

/** Inside lists and objects, Pulumi takes `true`, `false` and whole numbers for what they look like. */
function typed(text: string): unknown {
  return /^(?:true|false|0|-?[1-9]\d{0,14})$/.test(text) ? JSON.parse(text) : text;
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
