import { escapeForLog, onOneLine } from "../../log-text.ts";

/** What the runtime's own log says of a request. The query stays out: it may hold the token. */
export interface LoggedRequest {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly id: string;
}

/** Why a request got its status, on one line: once decoded, a path can hold anything (G051). */
export function logLine(request: LoggedRequest, status: number, reason: string): string {
  const { method, path, id } = request;
  return `${status} ${escapeForLog(method)} ${escapeForLog(path)} ${id}: ${onOneLine(reason)}`;
}
