import type { Server } from "node:http";
import type { Clock } from "../../clock.ts";
import { issuerKeysOf } from "../../cognito/tokens/issuer-keys.ts";
import { readPools } from "../../cognito/pool.ts";
import { readSigning } from "../../cognito/tokens/signing.ts";
import { readKeys } from "../../cognito/store.ts";
import type { StoredKey } from "../../cognito/tables/keys.ts";
import { foreignIssuers } from "../../foreign-issuers.ts";
import type { Functions } from "../../functions/invocation.ts";
import { createDispatch } from "../../gateway/dispatch.ts";
import { hostName } from "../../gateway/hosts.ts";
import { createHttpApi, type HttpApiOptions } from "../../gateway/http-api.ts";
import type { Backends } from "../../gateway/http-integration/backends.ts";
import type { FindIssuerKeys } from "../../gateway/jwt/issuer-keys.ts";
import { createGatewayServer } from "../../gateway/listener.ts";
import type { Observed } from "../../gateway/reply.ts";
import type { Graph } from "../../program/graph.ts";
import { API } from "../../program/types.ts";
import {
  capturedResponse,
  incomingMessage,
  type OfflineAnswer,
  type OfflineRequest,
  serverEvent,
} from "./offline-request.ts";
import type { PlannedOrigins } from "./planned-origins.ts";

/** A request's answer, and how it came about. */
export interface Explained {
  readonly answer: OfflineAnswer;
  /** Undefined where no API was asked. */
  readonly observed: Observed | undefined;
  /** What the runtime's own log would say. */
  readonly log: readonly string[];
}

/** The gateway of a graph without its ports: the same code answers, but no integration runs. */
export interface OfflineGateway {
  /** The port that a request with this `Host` would come in on: the first API's unless it names another one. */
  portFor(host: string): number;
  /**
   * Answers a request as a gateway does that has just started: buckets are full, no token is remembered.
   * @throws CreationError for a graph that AWS would refuse
   */
  ask(request: OfflineRequest): Promise<Explained>;
}

/** What the gateway is made with. */
export interface OfflineGatewayArgs {
  readonly graph: Graph;
  readonly origins: PlannedOrigins;
  readonly clock: Clock;
  /** As `npm start` takes it: a directory, or `memory`. */
  readonly state: string;
  /** Run the functions of Lambda authorizers, which decide about a request. */
  readonly authorizers: Functions;
}

/** @throws StoreError for a state file that cannot be read */
export function createOfflineGateway(args: OfflineGatewayArgs): OfflineGateway {
  const log: string[] = [];
  const findIssuerKeys = issuerKeys(args, (line) => log.push(line));
  return {
    portFor: (host) => portFor(args, host),
    async ask(request) {
      log.length = 0;
      const observed: Observed[] = [];
      const { response, answer } = capturedResponse();
      const server = serverOf(args, {
        findIssuerKeys,
        log: (line) => log.push(line),
        observe: (one) => observed.push(one),
      });
      server.emit(serverEvent(request), incomingMessage(request), response);
      return { answer: await answer, observed: observed[0], log: [...log] };
    },
  };
}

/** The runtime's server, which never listens: what it refuses before any API is asked is refused here too. */
function serverOf(
  { graph, origins, clock, authorizers }: OfflineGatewayArgs,
  watched: Pick<HttpApiOptions, "findIssuerKeys" | "log" | "observe">,
): Server {
  const ports = [...origins.apiPorts];
  const functions = withoutIntegrations(authorizers);
  const awsHosts = () => ({});
  const options = {
    ...watched,
    graph,
    clock,
    functions,
    backends,
    awsHosts,
    accessLog: () => undefined,
  };
  const apis = new Map(
    graph.ofType(API).map((api) => [api.urn, createHttpApi({ ...options, api })] as const),
  );
  const dispatch = createDispatch({ graph, apis, log: watched.log });
  return createGatewayServer((request, response) => {
    const [urn = ""] = ports.find(([, port]) => port === request.socket.localPort) ?? [];
    dispatch.handle(urn, request, response);
  });
}

/** The integration's function is not called; in its place stands an answer that any format knows. */
function withoutIntegrations(authorizers: Functions): Functions {
  return {
    invoke: async (urn, event) => {
      // H197: what only events of authorizers have.
      const { type } = JSON.parse(event) as { type?: string };
      if (type === "REQUEST") return authorizers.invoke(urn, event);
      return { ok: true, payload: '{"statusCode":200,"body":""}' };
    },
    whyNotRunnable: (urn) => authorizers.whyNotRunnable?.(urn),
  };
}

/** Nor is a backend. */
const backends: Backends = {
  send: async () => ({ status: 200, headers: [], body: Buffer.alloc(0) }),
  retire: () => undefined,
};

function portFor({ graph, origins }: OfflineGatewayArgs, host: string): number {
  const ports = [...origins.apiPorts];
  const name = hostName(host);
  const named = ports.find(
    ([urn, port]) => host.endsWith(`:${port}`) || name.startsWith(`${graph.byUrn(urn)?.id}.`),
  );
  return (named ?? ports[0])?.[1] ?? 0;
}

function issuerKeys(
  { graph, origins, clock, state }: OfflineGatewayArgs,
  log: (line: string) => void,
): FindIssuerKeys {
  const stored = readKeys(state === "memory" ? ":memory:" : state);
  const ofPool = (poolId: string): readonly StoredKey[] => {
    const keys = stored.ofPool(poolId);
    if (keys.length === 0)
      log(`${state} holds no keys of user pool ${poolId}: npm start makes them`);
    return keys;
  };
  const pools = {
    pools: readPools(graph),
    signing: readSigning({ keys: { ...stored, ofPool }, clock }),
    originOf: (urn: string) => origins.of(urn),
  };
  const foreign = foreignIssuers(clock, log);
  return (issuer) => issuerKeysOf(pools, issuer) ?? foreign.find(issuer);
}
