import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Functions } from "../functions/invocation.ts";
import type { IssuerKeys } from "../gateway/jwt/issuer-keys.ts";
import { createKms } from "../kms/kms.ts";
import { onFirstUse } from "../on-first-use.ts";
import type { Graph } from "../program/graph.ts";
import { USER_POOL } from "../program/types.ts";
import { type Exchange, exchangeOf, failExchange } from "../exchange.ts";
import { type IdToken, readIdToken } from "./tokens/id-tokens.ts";
import { issuerKeysOf } from "./tokens/issuer-keys.ts";
import { createConfiguration } from "./configuration.ts";
import { checkProviders, providerRemarks } from "./federation/graph-providers.ts";
import { readPools, type UserPool } from "./pool.ts";
import { createSeeding } from "./seeding/seeding.ts";
import { issuerOf, type IssuerForm, poolOfClient, poolsAt, type Service } from "./service.ts";
import type { Signing } from "./tokens/signing.ts";
import type { Store } from "./store.ts";
import { senderRemarks } from "./triggers/sender-remarks.ts";

/** What the user pools of one graph are made from. */
export interface UserPoolsOptions {
  readonly graph: Graph;
  readonly store: Store;
  readonly clock: Clock;
  /** For the pools' triggers. */
  readonly functions: Functions;
  /** Made once per process, outlives reloads. */
  readonly signing: Signing;
  readonly issuer: IssuerForm;
  /** Local origin of a pool, for instance `http://localhost:3100`. */
  readonly originOf: (poolUrn: string) => string;
  /** Takes a line of the runtime's own log. */
  readonly log: (line: string) => void;
}

/** A pool in the ready line (design 5.2). */
export interface UserPoolDescription {
  readonly name: string;
  readonly id: string;
  readonly region: string;
  readonly issuer: string;
  readonly endpoint: string;
  readonly domain: string | null;
  readonly clients: readonly {
    readonly name: string;
    readonly id: string;
    readonly secret: string | null;
  }[];
}

/** The user pools of one graph. A reload makes a new one. */
export interface UserPools {
  /** Answers one request that arrived on the origin of this pool. Never throws. */
  handle(poolUrn: string, request: IncomingMessage, response: ServerResponse): void;
  /** Keys of the graph's pool with this issuer, in either form; undefined when no pool of the graph has it. */
  issuerKeys(issuer: string): IssuerKeys | undefined;
  /** Reads an ID token of one of the graph's pools; undefined when it names none of them. */
  readIdToken(token: string): Promise<IdToken | undefined>;
  /** The `userPools` member of the ready line. */
  describe(): readonly UserPoolDescription[];
  /** Triggers whose function the program does not have. */
  notServed(): readonly string[];
  /** What stands in for the graph's identity providers, and what AWS would accept and then fail at, a line each. */
  remarks(): readonly string[];
  /** Puts the graph's users and groups into the store, the first time and after a reset. Requests do so by themselves. */
  seed(): Promise<void>;
}

const loadWeb = onFirstUse(() => import("./web.ts"));
const loadJsonApi = onFirstUse(async () => {
  const { answerJsonApi } = await import("../json-api/json-api.ts");
  const { USER_POOLS_API } = await import("./operations/table.ts");
  return (service: Service, exchange: Exchange) => answerJsonApi(USER_POOLS_API, service, exchange);
});

/**
 * Serves the user pools of a graph. Cheap: endpoints and pages load when they are first asked for (T16).
 * @throws CreationError for a graph that AWS would refuse
 */
export function createUserPools(options: UserPoolsOptions): UserPools {
  const { graph } = options;
  checkProviders(graph, readPools(graph));
  const serviceAt = createServices(options);
  const service = serviceAt(graph.ofType(USER_POOL)[0]?.urn ?? "");
  const seed = createSeeding(service, graph);
  // Keys take a moment to make: start before the first request needs them (T17).
  for (const pool of service.pools)
    void Promise.resolve(service.signing.keysOf(pool.id)).catch(() => {});
  return {
    handle: (poolUrn, request, response) => {
      const exchange = exchangeOf(request, response);
      answer(exchange, poolUrn).catch((error: unknown) =>
        failExchange("user pool", exchange, error),
      );
    },
    issuerKeys: (wanted) => issuerKeysOf(service, wanted),
    readIdToken: (token) => readIdToken(service, token),
    describe: () => service.pools.map((pool) => describe(service, pool)),
    notServed: () => service.pools.flatMap(missingTriggers),
    remarks: () => [...providerRemarks(graph), ...senderRemarks(graph, service.pools)],
    seed,
  };

  async function answer(exchange: Exchange, poolUrn: string): Promise<void> {
    const service = serviceAt(poolUrn);
    service.store.sweep(service.clock.now());
    await seed();
    if (exchange.path === "/" && (exchange.method === "POST" || exchange.method === "OPTIONS")) {
      return (await loadJsonApi())(service, exchange);
    }
    const { answerWeb } = await loadWeb();
    return answerWeb(service, poolOfRequest(service, exchange), exchange);
  }
}

/** One service, looked at from each pool's origin. */
function createServices(options: UserPoolsOptions): (origin: string) => Service {
  const { graph, issuer: issuerForm, originOf, ...rest } = options;
  const configuration = createConfiguration(graph, rest.store, rest.clock);
  const kms = createKms(graph, rest.store.keys);
  const services = new Map<string, Service>();
  return (origin) => {
    const service = services.get(origin) ?? {
      ...rest,
      kms,
      issuerForm,
      origin,
      configuration,
      get pools() {
        return configuration.pools;
      },
      originOf: (poolUrn: string) => originOf(configuration.servedAt(poolUrn)),
    };
    services.set(origin, service);
    return service;
  };
}

/** Whose pages and endpoints a request means: several pools may share an origin (design 5.2). */
function poolOfRequest(service: Service, { query }: Exchange): UserPool | undefined {
  const pools = poolsAt(service);
  const named = poolOfClient(service, new URLSearchParams(query).get("client_id"));
  return named ?? pools.find(({ domain }) => domain !== null) ?? pools[0];
}

function missingTriggers({ name, triggers }: UserPool): readonly string[] {
  return [...triggers].flatMap(([trigger, plan]) =>
    "hint" in plan && plan.error === "ResourceNotFoundException"
      ? [`aws:cognito/userPool:UserPool "${name}": ${trigger}: ${plan.hint}`]
      : [],
  );
}

function describe(service: Service, pool: UserPool): UserPoolDescription {
  const endpoint = service.originOf(pool.urn);
  return {
    name: pool.name,
    id: pool.id,
    region: pool.region,
    issuer: issuerOf({ service, pool }),
    endpoint,
    domain: pool.domain ? endpoint : null,
    clients: [...pool.clients.values()].map(({ name, id, secret }) => ({ name, id, secret })),
  };
}
