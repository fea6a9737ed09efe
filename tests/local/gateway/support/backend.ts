import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificate.ts";

/** A request as the backend got it. */
export interface BackendRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name; repeated lines joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP server on loopback that keeps what it was asked. */
export interface TestBackend {
  readonly port: number;
  /** Address with `127.0.0.1`, without a slash at its end. */
  readonly url: string;
  readonly server: Server;
  readonly requests: BackendRequest[];
}

/**
 * Serves a backend for one test.
 * @param answer answers when the request is read to its end
 * @param certificate makes it an https server
 */
export async function withBackend(
  answer: RequestListener,
  test: (backend: TestBackend) => Promise<void>,
  certificate?: Certificate,
): Promise<void> {
  const requests: BackendRequest[] = [];
  const listener: RequestListener = (request, response) => {
    void record(request).then((recorded) => {
      requests.push(recorded);
      answer(request, response);
    });
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    const scheme = certificate ? "https" : "http";
    await test({ port, url: `${scheme}://127.0.0.1:${port}`, server, requests });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Answers 200 with these headers and this body. */
export function answering(body = "ok", headers: readonly string[] = []): RequestListener {
  return (_request, response) => {
    response.writeHead(200, [...headers]);
    response.end(body);
  };
}

async function record(request: IncomingMessage): Promise<BackendRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers: Record<string, string> = {};
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = (request.rawHeaders[at] ?? "").toLowerCase();
    const value = request.rawHeaders[at + 1] ?? "";
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return {
    method: request.method ?? "",
    url: request.url ?? "",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
