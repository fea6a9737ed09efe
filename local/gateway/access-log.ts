import { contextVariable } from "./context-variables.ts";
import type { ContextVariable, RequestContext } from "./context-variables.ts";

/** Formats a line. */
export type AccessLogFormat = (context: RequestContext) => string;

/**
 * Compiles a stage's format: `$context.` variables between text that stays (H278, H279).
 * A variable without a value, or one that is unknown, is logged as `-` (H281).
 */
export function compileAccessLog(format: string): AccessLogFormat {
  const parts: (string | ContextVariable)[] = [];
  let end = 0;
  for (const match of format.matchAll(/\$context\.([\w:-]+(?:\.[\w:-]+)*)/g)) {
    parts.push(format.slice(end, match.index), contextVariable(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end));
  return (context) =>
    parts.map((part) => (typeof part === "string" ? part : show(part(context)))).join("");
}

/**
 * A value as it may stand in a log: what the caller sent can end neither the line nor a JSON text in it,
 * nor move a terminal's cursor (G051).
 */
export function escapeForLog(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(
      /[\x7f-\x9f\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

function show(value: string | number | undefined): string {
  return value === undefined || value === "" ? "-" : escapeForLog(String(value));
}
