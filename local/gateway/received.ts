import type { IncomingMessage } from "node:http";
import type { Clock } from "../clock.ts";
import { readHeaders, type RequestHeaders } from "./request-headers.ts";
import { createRequestId } from "./request-id.ts";
import { parseTarget, type Target } from "./target.ts";

/** What a request says, read once. */
export interface Received {
  /** `requestContext.requestId` and header `apigw-requestid` (H57). */
  readonly id: string;
  readonly method: string;
  /** The request target as sent, still encoded (H42). */
  readonly url: string;
  /** Undefined for a target that no route can be asked for (G038). */
  readonly target: Target | undefined;
  readonly headers: RequestHeaders;
  /** Header names and values in turn, as sent: payload format 1.0 tells repeated lines apart. */
  readonly rawHeaders: readonly string[];
  /** Address of the socket's peer; what the caller says about it is never believed (H152, T024). */
  readonly sourceIp: string;
  /** Milliseconds since 1970 on the runtime's clock (H153). */
  readonly receivedAt: number;
  /** Milliseconds on the monotonic clock, for latencies. */
  readonly startedAt: number;
}

/** Reads a request's line and headers. */
export function receive(
  request: IncomingMessage,
  clock: Clock,
  decodeBeforeSplit: boolean,
): Received {
  const { method = "", url = "", rawHeaders } = request;
  return {
    id: createRequestId(),
    method,
    url,
    target: parseTarget(url, decodeBeforeSplit),
    headers: readHeaders(rawHeaders),
    rawHeaders,
    sourceIp: plainAddress(request.socket.remoteAddress ?? ""),
    receivedAt: clock.now(),
    startedAt: performance.now(),
  };
}

// A dual-stack socket shows IPv4 peers as `::ffff:127.0.0.1`.
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
