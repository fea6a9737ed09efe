import { IncomingMessage, type ServerResponse } from "node:http";
import { Socket } from "node:net";

/** A request that no connection carries. */
export interface OfflineRequest {
  readonly method: string;
  /** Path and query as a client sends them. */
  readonly url: string;
  /** Names and values in turn, `Host` among them. */
  readonly rawHeaders: readonly string[];
  /** Port of the API that it would come in on. */
  readonly port: number;
}

/** What was written as its answer. */
export interface OfflineAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request without a body as `node:http` hands it to a server. */
export function incomingMessage(request: OfflineRequest): IncomingMessage {
  const socket = Object.defineProperties(new Socket(), {
    localPort: { value: request.port },
    remoteAddress: { value: "127.0.0.1" },
  });
  const message = new IncomingMessage(socket);
  message.httpVersion = "1.1";
  message.method = request.method;
  message.url = request.url;
  message.rawHeaders.push(...request.rawHeaders);
  message.push(null);
  return message;
}

/** The event of `http.Server` that stands for a request: Node sets those apart that expect what it does not know (G017). */
export function serverEvent({ rawHeaders }: OfflineRequest): "request" | "checkExpectation" {
  const expects = rawHeaders.some(
    (value, at) =>
      at % 2 === 1 &&
      rawHeaders[at - 1]?.toLowerCase() === "expect" &&
      !/100-continue/i.test(value),
  );
  return expects ? "checkExpectation" : "request";
}

/**
 * The response that takes the answer. It has what `send.ts` writes with and nothing else: a response without a
 * connection would keep what is written to itself.
 */
export function capturedResponse(): {
  readonly response: ServerResponse;
  readonly answer: Promise<OfflineAnswer>;
} {
  const { promise, resolve } = Promise.withResolvers<OfflineAnswer>();
  let head: Omit<OfflineAnswer, "body"> = { status: 0, headers: {} };
  const response = {
    socket: null,
    shouldKeepAlive: true,
    once: () => undefined,
    writeHead(status: number, lines: readonly string[]) {
      head = { status, headers: byName(lines) };
    },
    end: (body: string | Buffer) => resolve({ ...head, body: body.toString() }),
  };
  return { response: response as unknown as ServerResponse, answer: promise };
}

function byName(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < lines.length; at += 2) {
    headers[(lines[at] ?? "").toLowerCase()] = lines[at + 1] ?? "";
  }
  return headers;
}
