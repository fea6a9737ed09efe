import type { ServerResponse } from "node:http";

/** An answer of the control face. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A JSON answer. */
export function json(value: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(value), headers: { "content-type": "application/json" } };
}

export function redirect(location: string): Answer {
  return { status: 302, body: "", headers: { location } };
}

/** Writes the answer; nothing of the control face is kept by a browser. */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
