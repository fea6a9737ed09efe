import { once } from "node:events";
import { request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { type Clock, createClock } from "../../../../local/clock.ts";
import type { Invocation } from "../../../../local/functions/invocation.ts";
import { createDispatch } from "../../../../local/gateway/dispatch.ts";
import { createHttpApi, type HttpApi } from "../../../../local/gateway/http-api.ts";
import type { FindCredentials } from "../../../../local/gateway/iam/issued-credentials.ts";
import type { IssuerKeys } from "../../../../local/gateway/jwt/issuer-keys.ts";
import { createGatewayServer } from "../../../../local/gateway/listener.ts";
import type { AccessLogLine } from "../../../../local/gateway/log/access-log.ts";
import type { Switches } from "../../../../local/gateway/switches.ts";
import type { Graph } from "../../../../local/program/graph.ts";
import { now, poolKeys } from "./tokens.ts";

/** What a fake function does with an event; a text is the JSON it returned. */
export type Handler = (event: Event, urn: string) => string | Invocation | Promise<Invocation>;

/** The members of an event that tests read. */
export interface Event {
  readonly [member: string]: unknown;
  readonly headers: Record<string, string>;
  readonly requestContext: Record<string, unknown> & { http: Record<string, string> };
}

export interface GatewayOptions {
  readonly handler?: Handler;
  /** Why a function cannot run here. */
  readonly whyNotRunnable?: (urn: string) => string | undefined;
  readonly keys?: IssuerKeys;
  readonly findCredentials?: FindCredentials;
  readonly switches?: Partial<Switches>;
  readonly verifiedTokenCache?: boolean;
  /** AWS host names with the local origins that answer for them. */
  readonly awsHosts?: Readonly<Record<string, string>>;
}

/** A gateway that listens on loopback, with everything it told. */
export interface TestGateway {
  readonly port: number;
  readonly server: Server;
  readonly api: HttpApi;
  readonly clock: Clock;
  readonly events: Event[];
  readonly accessLog: string[];
  readonly log: string[];
  send(method: string, path: string, options?: SendOptions): Promise<Reply>;
  /** Writes bytes to a fresh connection and reads until it closes, or for `forMs`. */
  raw(bytes: string | Buffer, forMs?: number): Promise<string>;
  close(): void;
}

export interface SendOptions {
  /** Header lines in order; repeated names are repeated lines. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
}

export interface Reply {
  readonly status: number;
  /** By lower-case name; several set-cookie lines joined by a line break. */
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Claims that the last function call got. */
export function lastClaims(gateway: TestGateway): Record<string, string> {
  const context = gateway.events.at(-1)?.requestContext["authorizer"];
  return (context as { jwt: { claims: Record<string, string> } }).jwt.claims;
}

/** Serves the graph's first API, on the others by their domain names, until it is closed. */
export async function openGateway(
  graph: Graph,
  options: GatewayOptions = {},
): Promise<TestGateway> {
  const clock = createClock(() => now * 1000);
  const events: Event[] = [];
  const accessLog: string[] = [];
  const log: string[] = [];
  const handler = options.handler ?? (() => '{"statusCode":200,"body":"ok"}');
  const served = {
    graph,
    clock,
    functions: {
      invoke: async (urn: string, text: string) => {
        const event = JSON.parse(text) as Event;
        events.push(event);
        const result = await handler(event, urn);
        return typeof result === "string" ? ({ ok: true, payload: result } as const) : result;
      },
      ...(options.whyNotRunnable ? { whyNotRunnable: options.whyNotRunnable } : {}),
    },
    awsHosts: () => options.awsHosts ?? {},
    findIssuerKeys: () => options.keys ?? poolKeys,
    ...(options.findCredentials ? { findCredentials: options.findCredentials } : {}),
    accessLog: (line: AccessLogLine) => accessLog.push(String(line)),
    log: (line: string) => log.push(line),
    ...(options.switches ? { switches: options.switches } : {}),
    ...(options.verifiedTokenCache === undefined
      ? {}
      : { verifiedTokenCache: options.verifiedTokenCache }),
  };
  const all = graph.ofType("aws:apigatewayv2/api:Api");
  const apis = new Map(all.map((api) => [api.urn, createHttpApi({ ...served, api })]));
  const [[urn, httpApi] = []] = apis;
  if (!urn || !httpApi) throw new Error("the graph has no API");
  const dispatch = createDispatch({ ...served, apis });
  const server = createGatewayServer((request, response) =>
    dispatch.handle(urn, request, response),
  );
  const port = await listen(server);
  return {
    port,
    server,
    api: httpApi,
    clock,
    events,
    accessLog,
    log,
    send: (method, path, sent) => send(port, method, path, sent ?? {}),
    raw: (bytes, forMs = 1_000) => exchangeBytes(port, bytes, forMs),
    close: () => {
      httpApi.retire();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens a gateway for one test and closes it afterwards. */
export async function using(
  graph: Graph,
  options: GatewayOptions,
  test: (gateway: TestGateway) => Promise<void>,
): Promise<void> {
  const gateway = await openGateway(graph, options);
  try {
    await test(gateway);
  } finally {
    gateway.close();
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function send(port: number, method: string, path: string, options: SendOptions): Promise<Reply> {
  const named = options.headers ?? [];
  const hasHost = named.some(([name]) => name.toLowerCase() === "host");
  const lines = hasHost ? named : [["Host", `127.0.0.1:${port}`] as const, ...named];
  const body = options.body;
  const sized =
    body === undefined
      ? lines
      : [...lines, ["Content-Length", String(Buffer.byteLength(body))] as const];
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, method, path, agent: false, headers: sized.flat() },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.join("\n") : (value ?? ""),
            ]),
          );
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers, body: text });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function exchangeBytes(port: number, bytes: string | Buffer, forMs: number): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString("latin1"));
    };
    const timer = setTimeout(done, forMs);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", done);
    socket.on("error", done);
  });
}
