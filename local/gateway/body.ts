import type { IncomingMessage } from "node:http";

/** The largest request body, in bytes (H247). */
export const maximumBodyBytes = 10 * 1024 * 1024;

/** A body, or why there is none. */
export type Body = Buffer | undefined | "too-large" | "aborted";

/** Whether a request announces a body; one without is answered without waiting. */
export function hasBody(headers: Readonly<Record<string, string>>): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

/** Whether a request says itself that its body is too large; then not a byte of it is read (G023). */
export function isAnnouncedTooLarge(headers: Readonly<Record<string, string>>): boolean {
  return Number(headers["content-length"] ?? 0) > maximumBodyBytes;
}

/** Reads a body up to the limit and calls back once. */
export function readBody(request: IncomingMessage, done: (body: Body) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  const finish = (body: Body): void => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maximumBodyBytes) chunks.push(chunk);
    else if (!isDone) {
      // The rest flows on unread: closing at once would take the answer from a client that is still sending.
      chunks.length = 0;
      finish("too-large");
    }
  });
  request.on("end", () => finish(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  request.on("close", () => finish("aborted"));
  request.on("error", () => finish("aborted"));
}
