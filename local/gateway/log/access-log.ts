import { contextVariable } from "./context-variables.ts";
import type { ContextVariable, RequestContext } from "./context-variables.ts";

/** Formats a line. */
export type AccessLogFormat = (context: RequestContext) => string;

/** An entry ends here, in characters (H278: 1 MB). */
const maximumEntry = 1_000_000;

/**
 * Characters that a format builds its entries of, besides those of a JSON text; they are escaped in values.
 * The forms are those of AWS's examples: XML, CSV, and CLF and JSON, which need nothing more.
 */
const structures: readonly { readonly of: RegExp; readonly characters: RegExp }[] = [
  { of: /^\s*</, characters: /\\"|[<>&']/g },
  { of: /^\s*\$context\.[\w.]+,/, characters: /,/g },
];

/** Only claims and a Lambda authorizer's context have names of the caller's choice, `cognito:groups` for one. */
const variable = /\$context\.(authorizer\.[\w:-]+(?:\.[\w:-]+)*|\w+(?:\.\w+)*)/g;

/** Names of the variables in a format, without `$context.`. */
export function variablesIn(format: string): readonly string[] {
  return [...format.matchAll(variable)].map(([, name = ""]) => name);
}

/**
 * Compiles a stage's format: `$context.` variables between text that stays (H278, H279).
 * A variable without a value, or one that is unknown, is logged as `-` (H281).
 */
export function compileAccessLog(format: string): AccessLogFormat {
  const structure = structures.find(({ of }) => of.test(format))?.characters;
  const parts: (string | ((context: RequestContext) => string))[] = [];
  let end = 0;
  for (const match of format.matchAll(variable)) {
    const [all, name = ""] = match;
    parts.push(format.slice(end, match.index), shown(name, structure));
    end = match.index + all.length;
  }
  parts.push(format.slice(end));
  return (context) =>
    parts
      .map((part) => (typeof part === "string" ? part : part(context)))
      .join("")
      .slice(0, maximumEntry);
}

/**
 * A value as it may stand in a log: what the caller sent can end neither the line nor a JSON text in it,
 * nor move a terminal's cursor (G051).
 * @param structure what else means something there
 */
export function escapeForLog(value: string, structure?: RegExp): string {
  const text = isPlain.test(value) ? value : escapeForJson(value);
  return structure ? text.replace(structure, unicodeEscape) : text;
}

/** Printable ASCII without the quote and the backslash: most values, of which nothing has to be escaped. */
const isPlain = /^[ !#-[\]-~]*$/;

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

function shown(name: string, structure: RegExp | undefined): (context: RequestContext) => string {
  const read: ContextVariable = contextVariable(name);
  return (context) => {
    const value = read(context);
    if (value === undefined || value === "") return "-";
    // It brings its own quotes, around one of the gateway's texts.
    if (name === "error.messageString") return String(value);
    return escapeForLog(String(value), structure);
  };
}
