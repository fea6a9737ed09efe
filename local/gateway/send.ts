import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** How long a client may take to read an answer that does not fit its socket (G027). */
const writeTimeoutMs = 30_000;

/**
 * Writes an answer in one piece: its headers, `extra` ones, the request id (H57, H284), the length.
 * @returns bytes of the body
 */
export function send(
  response: ServerResponse,
  id: string,
  answer: Answer,
  extra: readonly string[] = [],
): number {
  const { status, body, announcedLength } = answer;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const headers = [...answer.headers, ...extra, "Apigw-Requestid", id];
  // A 204 has no length, that of a 304 is another answer's (RFC 9110 8.6); H184 for the others.
  if (status !== 204 && status !== 304)
    headers.push("content-length", String(announcedLength ?? length));
  response.writeHead(status, headers);
  // A text of as many bytes as characters is ASCII, which is written quickest as what it is.
  const encoding = length === body.length ? "latin1" : "utf8";
  if (response.shouldKeepAlive || isAllThere(response.req)) response.end(body, encoding);
  else endBehindRequest(response, body);
  limitWriting(response);
  return length;
}

/** A request without a body has ended before its parser says that it is complete. */
function isAllThere({ complete, readableEnded }: IncomingMessage): boolean {
  return complete || readableEnded;
}

/** How long the rest of a request is read whose answer is written already. */
const lingerMs = 5_000;

/** Closing at once would take the answer from a client that is still sending: its next byte gets a reset. */
function endBehindRequest(response: ServerResponse, body: string | Buffer): void {
  const { req } = response;
  const end = (): void => {
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  timer.unref();
  response.once("close", () => clearTimeout(timer));
  req.once("end", end).once("close", end).resume();
  response.flushHeaders();
  response.write(body);
}

function limitWriting(response: ServerResponse): void {
  const { socket } = response;
  if (!socket || socket.writableLength === 0) return;
  const timer = setTimeout(() => socket.destroy(), writeTimeoutMs);
  timer.unref();
  response.once("close", () => clearTimeout(timer));
}
