import { lowerName } from "./header-names.ts";
import { trimBlanks } from "./header-text.ts";
import { OwnNames } from "./own-names.ts";

/** The request's headers, lower-cased once. */
export interface RequestHeaders {
  /** By lower-case name; repeated lines joined with a comma, no blank (H75, H136). Without `cookie`. No prototype. */
  readonly byName: Readonly<Record<string, string>>;
  /** Pairs of all `cookie` lines, split and trimmed (H141). */
  readonly cookies: readonly string[];
}

/**
 * Reads the raw header lines. Node's own `headers` keeps the first of two `Authorization` lines
 * without a word (T010), so it is not used.
 */
export function readHeaders(rawHeaders: readonly string[]): RequestHeaders {
  const byName = new OwnNames();
  const cookies: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = lowerName(rawHeaders[index] ?? "");
    const value = rawHeaders[index + 1] ?? "";
    if (name === "cookie") {
      addCookies(cookies, value);
      continue;
    }
    const earlier = byName[name];
    byName[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return { byName, cookies };
}

function addCookies(cookies: string[], line: string): void {
  for (const part of line.split(";")) {
    const pair = trimBlanks(part);
    if (pair !== "") cookies.push(pair);
  }
}

/** Headers of one connection only; they reach neither the event (H139) nor the client (H285). */
export function isHopByHop(name: string): boolean {
  return hopByHop.has(name) || name.startsWith("proxy-");
}

const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
