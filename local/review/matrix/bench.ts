import type { Server } from "node:http";
import { type Clock, createClock, epochSeconds } from "../../clock.ts";
import { createHttpApi } from "../../gateway/http-api.ts";
import type { IdentitySource } from "../../gateway/jwt/identity-source.ts";
import { createGatewayServer } from "../../gateway/listener.ts";
import { listen } from "../../origins.ts";
import type { Graph, Resource } from "../../program/graph.ts";
import { closeServers } from "../../shutdown.ts";
import { openState } from "../../state.ts";
import type { Sample } from "../route-overlaps.ts";
import type { Credential } from "./cases.ts";
import { createIssuers } from "./issuers.ts";
import { createMint, type Mint, type MintArgs } from "./mint.ts";
import { ROUTE_HEADER, standInFunctions, withStandIn } from "./stand-in.ts";

/** One request of the matrix. */
export interface MatrixRequest {
  readonly api: string;
  readonly stage: string;
  readonly sample: Sample;
  /** Where the authorizer looks. */
  readonly source: IdentitySource;
  readonly credential: Credential;
}

/** The gateway of a program's APIs, on loopback ports, with everything it needs in memory. */
export interface Bench {
  readonly clock: Clock;
  mintFor(tokens: Pick<MintArgs, "issuer" | "audience" | "scopes">): Promise<Mint>;
  /** @returns the gateway's status, or the mark of the route that let the request pass */
  send(request: MatrixRequest): Promise<number | string>;
  close(): Promise<void>;
}

/** Serves the HTTP APIs. @throws CreationError for what AWS refuses when it is made (H296) */
export async function openBench(graph: Graph, apis: readonly Resource[]): Promise<Bench> {
  const clock = createClock();
  const state = openState("memory", clock);
  const issuers = createIssuers(graph, state.store, state.signing);
  const served = withStandIn(graph);
  const origins = new Map<string, string>();
  const servers: Server[] = [];
  for (const { urn, name } of apis) {
    const api = served.byUrn(urn);
    if (!api) continue;
    const gateway = createHttpApi({
      graph: served,
      api,
      clock,
      functions: standInFunctions,
      findIssuerKeys: issuers.find,
      awsHosts: () => ({}),
      accessLog: () => undefined,
      log: () => undefined,
    });
    const server = createGatewayServer((request, response) => gateway.handle(request, response));
    servers.push(server);
    origins.set(name, `http://127.0.0.1:${await listen(server, 0, "--port")}`);
  }
  return {
    clock,
    async mintFor(tokens) {
      const key = await issuers.keyOf(tokens.issuer);
      return createMint({ ...tokens, key, stranger: issuers.stranger, now: epochSeconds(clock) });
    },
    async send(request) {
      const { url, headers } = addressed(origins.get(request.api) ?? "", request);
      const response = await fetch(url, { method: request.sample.method, headers });
      await response.arrayBuffer();
      return response.headers.get(ROUTE_HEADER) ?? response.status;
    },
    async close() {
      await closeServers(servers);
      state.close();
    },
  };
}

function addressed(origin: string, { stage, sample, source, credential }: MatrixRequest) {
  const { shown, elsewhere } = credential;
  const segments = stage === "$default" ? sample.segments : [stage, ...sample.segments];
  const url = new URL(`${origin}/${segments.map(encodeURIComponent).join("/")}`);
  const headers = new Headers();
  if (shown !== undefined && source.kind === "header") headers.set(source.name, shown);
  if (shown !== undefined && source.kind === "querystring")
    url.searchParams.set(source.name, shown);
  if (elsewhere !== undefined) headers.set("x-another-place", elsewhere);
  return { url, headers };
}
