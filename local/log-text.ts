import { isPlain } from "./json-text.ts";

/**
 * A value as it may stand in a log: what the caller sent can end neither the line nor a JSON text in it,
 * nor move a terminal's cursor (G051).
 * @param structure what else means something there
 */
export function escapeForLog(value: string, structure?: RegExp): string {
  const text = isPlain(value) ? value : escapeForJson(value);
  return structure ? text.replace(structure, unicodeEscape) : text;
}

function escapeForJson(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\x7f-\x9f\u2028\u2029]/g, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character
    .charCodeAt(character.length - 1)
    .toString(16)
    .padStart(4, "0")}`;
}
