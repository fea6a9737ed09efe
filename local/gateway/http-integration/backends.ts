import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { maximumBodyBytes } from "../body.ts";
import { answeredHere, type Backend } from "./backend.ts";

/** A request as a backend gets it. */
export interface BackendRequest {
  readonly backend: Backend;
  readonly method: string;
  /** Path and query, encoded. */
  readonly path: string;
  /** Names and values in turn, `Host` and the length among them. */
  readonly headers: readonly string[];
  readonly body: Buffer | undefined;
  /** Until the answer's last byte is here. */
  readonly timeoutMs: number;
}

/** What a backend answered. */
export interface BackendAnswer {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** Why there is no answer; `gone`: the client did not wait for it. */
export interface BackendFault {
  readonly fault: "unreachable" | "timeout" | "too-large" | "gone";
  readonly reason: string;
}

/** Connections to the backends of one API. */
export interface Backends {
  send(request: BackendRequest, gone: AbortSignal): Promise<BackendAnswer | BackendFault>;
  /** Closes idle connections, and the others when their requests are answered. */
  retire(): void;
}

/** Connections are kept for the next request; so many a host, so many idle. */
const sockets = { keepAlive: true, maxSockets: 128, maxFreeSockets: 16 };

/**
 * Opens no connection before it is asked.
 * @param awsHosts AWS host names that the graph stands for, with the local origins that answer for them
 */
export function createBackends(awsHosts: () => Readonly<Record<string, string>>): Backends {
  const plain = new HttpAgent(sockets);
  // H262: whoever it is has to prove it.
  const secure = new HttpsAgent({ ...sockets, rejectUnauthorized: true });
  let origins: ReadonlyMap<string, string> | undefined;
  let running = 0;
  let isRetired = false;
  const closeIfDone = (): void => {
    if (!isRetired || running > 0) return;
    plain.destroy();
    secure.destroy();
  };
  const open = (request: BackendRequest, signal: AbortSignal): ClientRequest => {
    const { method, path, headers } = request;
    origins ??= new Map(Object.entries(awsHosts()));
    const { isTls, hostname, port, serverName } = answeredHere(request.backend, origins);
    const options = { hostname, port, method, path, headers, signal, setHost: false };
    return isTls
      ? httpsRequest({ ...options, agent: secure, servername: serverName })
      : httpRequest({ ...options, agent: plain });
  };
  return {
    send: async (request, gone) => {
      running += 1;
      try {
        return await exchangeWith(open, request, gone);
      } finally {
        running -= 1;
        closeIfDone();
      }
    },
    retire: () => {
      isRetired = true;
      closeIfDone();
    },
  };
}

type Open = (request: BackendRequest, signal: AbortSignal) => ClientRequest;

async function exchangeWith(
  open: Open,
  request: BackendRequest,
  gone: AbortSignal,
): Promise<BackendAnswer | BackendFault> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), request.timeoutMs);
  const signal = AbortSignal.any([gone, late.signal]);
  try {
    const response = await ask(open, request, signal);
    return await readAnswer(response);
  } catch (error) {
    if (gone.aborted) return { fault: "gone", reason: "the client closed its connection" };
    if (signal.aborted) return { fault: "timeout", reason: "no answer in time" };
    return { fault: "unreachable", reason: `${request.backend.host}: ${reasonOf(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

async function ask(
  open: Open,
  request: BackendRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const outgoing = open(request, signal);
  try {
    return await responseOf(outgoing, request.body);
  } catch (error) {
    // The backend closed a kept connection just then: once more (RFC 9112 9.3.1), if doing it twice harms nobody.
    const isStale = outgoing.reusedSocket && idempotent.has(request.method) && !signal.aborted;
    if (!isStale) throw error;
    return await responseOf(open(request, signal), request.body);
  }
}

/** Methods that may be repeated (RFC 9110 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

function responseOf(outgoing: ClientRequest, body: Buffer | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    // Such as from a backend that switches protocols, which nobody asked it to (H285).
    outgoing.once("close", () => reject(new Error("the connection was closed without an answer")));
    outgoing.end(body);
  });
}

// H248: what is too large is not read to its end.
async function readAnswer(response: IncomingMessage): Promise<BackendAnswer | BackendFault> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBodyBytes) {
      return { fault: "too-large", reason: `the answer is larger than ${maximumBodyBytes} bytes` };
    }
    chunks.push(chunk);
  }
  const { statusCode = 0, rawHeaders } = response;
  // RFC 9110 15: what others there are say nothing, and some cannot be passed on.
  if (statusCode < 200 || statusCode > 599) throw new Error(`${statusCode} is no status`);
  return { status: statusCode, headers: rawHeaders, body: Buffer.concat(chunks) };
}

// Several addresses that all refuse come as one error without words of its own.
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
