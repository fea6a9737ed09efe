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
  const names = countNames(text);
  if (names === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  // Of two members with one name the parser keeps one, however the names are written.
  if (refuseRepeats && countMembers(value) !== names) return undefined;
  // J052: no prototype, so nothing is inherited and `__proto__` is a member like any other.
  return Object.setPrototypeOf(value, null) as Record<string, unknown>;
}

/**
 * Counts the member names of all objects in a text that is JSON, which the parser finds out afterwards.
 * @returns undefined for a text that is too deep, or has no end
 */
function countNames(text: string): number | undefined {
  let names = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22 /* quote */) {
      index = endOfText(text, index);
      if (index < 0) return undefined;
    } else if (code === 0x3a /* colon */) {
      names += 1;
    } else if (code === 0x7b /* { */ || code === 0x5b /* [ */) {
      depth += 1;
      if (depth > maximumDepth) return undefined;
    } else if (code === 0x7d /* } */ || code === 0x5d /* ] */) {
      depth -= 1;
    }
  }
  return names;
}

function countMembers(value: object): number {
  const members: readonly unknown[] = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) {
    if (member !== null && typeof member === "object") count += countMembers(member);
  }
  return count;
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
