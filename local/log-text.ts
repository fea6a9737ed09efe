import { isPlain } from "./json-text.ts";

/** Those that end a line, or that a terminal obeys. */
const CONTROL_CHARACTERS = /[\p{Cc}\u2028\u2029]/gu;

/**
 * A value as it may stand in a log: what the caller sent can end neither the line nor a JSON text in it,
 * nor move a terminal's cursor (G051).
 * @param structure what else means something there
 */
export function escapeForLog(value: string, structure?: RegExp): string {
  const text = isPlain(value) ? value : escapeForJson(value);
  return structure ? text.replace(structure, unicodeEscape) : text;
}

/** A sentence of the runtime's own log, where quotes stay as they are: it ends no line and moves no cursor either (G051). */
export function onOneLine(sentence: string): string {
  return isPlain(sentence) ? sentence : sentence.replace(CONTROL_CHARACTERS, unicodeEscape);
}

function escapeForJson(value: string): string {
  return JSON.stringify(value).slice(1, -1).replace(CONTROL_CHARACTERS, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character
    .charCodeAt(character.length - 1)
    .toString(16)
    .padStart(4, "0")}`;
}
