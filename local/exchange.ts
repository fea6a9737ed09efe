import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A request as what is not the gateway looks at it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** Normalised path, without the query. */
  readonly path: string;
  /** Text after the question mark. */
  readonly query: string;
}

/** Headers of an answer; a list for `Set-Cookie`. */
export type Headers = { readonly [name: string]: string | readonly string[] };

/** Largest body of the OAuth endpoints and pages (O082). */
export const FORM_BYTES = 64 * 1024;

/** Largest body of the JSON API: no input comes near it, and reading it holds nobody up (O110). */
export const JSON_BYTES = 256 * 1024;

// What is read and thrown away of a body that is too large, so that its sender gets to read the refusal.
const DRAINED_BYTES = 32 * 1024 * 1024;

/** Splits the target of a request. An absolute target or dot segments come out as the path that they mean (O108). */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const target = request.url ?? "/";
  const url = URL.parse(target.startsWith("/") ? `http://localhost${target}` : target);
  const method = request.method ?? "GET";
  return {
    request,
    response,
    method,
    path: url?.pathname ?? "",
    query: url?.search.slice(1) ?? "",
  };
}

/** The body, or undefined when it is larger than the limit. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DRAINED_BYTES) resolve(undefined);
    });
    request.on("end", () => resolve(size <= limit ? Buffer.concat(chunks) : undefined));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the request ended early")));
  });
}

/** The body as UTF-8 text; undefined when it is not valid UTF-8. A byte order mark stays, and no parser takes it. */
export function utf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** The media type of a body, lower case and without parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** Sends an answer in one piece. */
export function send(
  response: ServerResponse,
  answer: { readonly status: number; readonly headers: Headers; readonly body?: string },
): void {
  if (response.headersSent || response.destroyed) return;
  const { status, headers, body = "" } = answer;
  const length = { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length, "x-content-type-options": "nosniff" });
  response.end(body);
}

/** Sends JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  answer: { readonly value: unknown; readonly headers?: Headers },
): void {
  send(response, {
    status,
    headers: { "content-type": "application/json;charset=UTF-8", ...answer.headers },
    body: JSON.stringify(answer.value),
  });
}

/** Whatever is on a page or in a token answer is nobody else's to keep (C104). */
export const NO_STORE: Headers = {
  "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
  pragma: "no-cache",
  expires: "0",
};

/** Readable by scripts of any origin, as AWS answers (C118). */
export const ANY_ORIGIN: Headers = { "access-control-allow-origin": "*" };

/** Id of an answer, as AWS gives each one. */
export function requestId(): string {
  return randomUUID();
}

/** The last resort. The log gets where it happened, never what was sent. */
export function failExchange(service: string, exchange: Exchange, error: unknown): void {
  const { request, response, method, path } = exchange;
  if (request.destroyed && !request.complete) return; // the caller went away
  const where = error instanceof Error ? error.stack?.split("\n").slice(1, 4).join("\n") : "";
  const name = error instanceof Error ? error.name : "error";
  console.error(
    `${service}: ${method} ${path.slice(0, 100)} failed with ${name}${reasonOf(error)}\n${where}`,
  );
  send(response, {
    status: 500,
    headers: { "content-type": "application/json", "x-amzn-errortype": "InternalErrorException:" },
    body: '{"__type":"InternalErrorException","message":"Internal error."}',
  });
}

/** What SQLite says of a disk that is full or broken: a fixed text, unlike messages, which may hold what was written. */
function reasonOf(error: unknown): string {
  const { errstr } = (error ?? {}) as { readonly errstr?: unknown };
  return typeof errstr === "string" ? `: ${errstr}` : "";
}
