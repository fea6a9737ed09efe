import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { GRACE_IS_OVER } from "../shutdown.ts";
import { errorAnswer, errorBody, errorMessage, type ErrorStatus } from "./errors.ts";
import { framingFault } from "./framing.ts";
import { closeIdleConnections } from "./idle-connections.ts";
import { createRequestId } from "./request-id.ts";
import { send } from "./send.ts";
import { keepTickShape } from "./tick-shape.ts";

/** How long a client may take, in milliseconds. */
export interface Patience {
  readonly headers: number;
  readonly request: number;
  /** Between two requests. */
  readonly idle: number;
  /** How often each is looked at; it comes on top. */
  readonly check: number;
}

/** G025: 10 s for the headers; G026: 30 s for all of a request. */
export const defaultPatience: Patience = {
  headers: 8_000,
  request: 28_000,
  idle: 10_000,
  check: 1_000,
};

/**
 * The node:http server in front of a gateway: sizes, patience and framing (G001–G038). Every answer of its own has
 * the gateway's form. What `Host` says is the API's business (`hosts.ts`), where to listen the caller's.
 * @param handler a request without a body has ended when it comes: it emits nothing, and is `readableEnded`
 */
export function createGatewayServer(
  handler: RequestListener,
  patience: Patience = defaultPatience,
): Server {
  keepTickShape();
  const answers: Answers = new Map();
  const unswitched = new WeakSet<Duplex>();
  const server = createServer(serverOptions(patience, unswitched), (request, response) => {
    if (unswitched.delete(request.socket)) response.shouldKeepAlive = false;
    answers.set(request.socket, response);
    const status = framingFault(request);
    if (status === undefined) handler(request, response);
    else refuse(response, status);
  });
  // Node drops headers above a count without a word, a second Authorization among them; the size is limited instead.
  server.maxHeadersCount = 0;
  // G025, G028: slow and idle sockets cannot use up the process's file descriptors.
  server.maxConnections = 2_000;
  closeIdleConnections(server, answers, patience);
  server.on("connection", (socket) => socket.once("close", () => answers.delete(socket)));
  server.on(GRACE_IS_OVER, () => {
    for (const response of answers.values()) if (!response.headersSent) refuse(response, 503);
  });
  answerOddRequests(server, answers);
  return server;
}

/** The last answer of each open connection. */
type Answers = Map<Socket, ServerResponse>;

/** @param unswitched takes the sockets on which another protocol was asked for */
function serverOptions(patience: Patience, unswitched: WeakSet<Duplex>): ServerOptions {
  return {
    insecureHTTPParser: false,
    // Names and line breaks come on top of what H249 counts; framingFault takes the exact count.
    maxHeaderSize: 65_536,
    // The answer to a missing Host is ours (G007).
    requireHostHeader: false,
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.check,
    // Idle connections are closed by closeIdleConnections.
    keepAliveTimeout: 0,
    // Reading nothing to its end takes a tenth of a small request's time.
    optimizeEmptyRequests: true,
    // H285: no protocol is switched to. Node drops what came right behind such a request, so it is the last one.
    shouldUpgradeCallback: ({ socket }) => {
      unswitched.add(socket);
      return false;
    },
  };
}

/** Answers what Node gives to no request listener: `Expect`, a tunnel, bytes that are no request. */
function answerOddRequests(server: Server, answers: ReadonlyMap<Socket, ServerResponse>): void {
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) =>
    refuse(response, 417),
  );
  // H53: a tunnel is no route, and without a listener the socket would just be cut.
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => writeRaw(socket, 404));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    const response = answers.get(socket);
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else if (response && isSpokenFor(response)) endAfter(response, socket);
    else writeRaw(socket, clientErrorStatus(error.code));
  });
}

/**
 * Whether an answer goes to this socket already: to a whole request before the broken bytes, or to the request that they
 * belong to. Nothing may look like a second one.
 */
function isSpokenFor({ req, closed, headersSent }: ServerResponse): boolean {
  return req.complete ? !closed : headersSent;
}

function endAfter(response: ServerResponse, socket: Duplex): void {
  if (response.closed) socket.destroy();
  else response.once("close", () => socket.destroy());
}

function refuse(response: ServerResponse, status: ErrorStatus): void {
  send(response, createRequestId(), errorAnswer(status), ["connection", "close"]);
}

function clientErrorStatus(code: string | undefined): ErrorStatus {
  if (code === "HPE_HEADER_OVERFLOW") return 431;
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
  // G001, G004, G005, G015: broken framing, a method that is none.
  return 400;
}

// Here there is no response object, what follows on the socket cannot be trusted, and Node watches it no more.
function writeRaw(socket: Duplex, status: ErrorStatus): void {
  socket.on("error", () => socket.destroy());
  const body = errorBody(status);
  const head = [
    `HTTP/1.1 ${status} ${errorMessage(status)}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: application/json",
    `Apigw-Requestid: ${createRequestId()}`,
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // A peer that keeps its half open would hold the socket for good; one that reads has had time to.
  setTimeout(() => socket.destroy(), 1_000).unref();
}
