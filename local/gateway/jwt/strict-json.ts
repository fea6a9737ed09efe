/** Deeper nesting is refused before it costs anything (J117). */
const maximumDepth = 32;

/**
 * Parses a JSON text that must be an object.
 * @param refuseRepeats refuse a member name that occurs twice in one object (J049, J050): parsers disagree on which counts
 * @returns the object, or undefined
 */
export function parseJsonObject(
  text: string,
  refuseRepeats: boolean,
): Readonly<Record<string, unknown>> | undefined {
  if (!scan(text, refuseRepeats)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    // J052: no prototype, so nothing is inherited and `__proto__` is a member like any other.
    return Object.assign(Object.create(null), value) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/**
 * Checks depth and member names. JSON.parse checks the rest of the grammar afterwards, so a text before a colon
 * may be taken for a member name here.
 */
function scan(text: string, refuseRepeats: boolean): boolean {
  const names: Set<string>[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22 /* quote */) {
      const end = endOfText(text, index);
      if (end < 0) return false;
      const object = names.at(-1);
      if (refuseRepeats && object && isName(text, end + 1)) {
        const name = readName(text.slice(index, end + 1));
        if (name === undefined || object.has(name)) return false;
        object.add(name);
      }
      index = end;
    } else if (code === 0x7b /* { */ || code === 0x5b /* [ */) {
      if (names.length === maximumDepth) return false;
      names.push(new Set());
    } else if (code === 0x7d /* } */ || code === 0x5d /* ] */) {
      names.pop();
    }
  }
  return true;
}

function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === 0x5c) backslashes += 1;
  return backslashes % 2 === 1;
}

function isName(text: string, after: number): boolean {
  let index = after;
  while (text.charCodeAt(index) <= 0x20) index += 1;
  return text.charCodeAt(index) === 0x3a; /* colon */
}

// `"\u0065xp"` and `"exp"` are one name.
function readName(quoted: string): string | undefined {
  if (!quoted.includes("\\")) return quoted;
  try {
    return JSON.stringify(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
