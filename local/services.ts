import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "./clock.ts";
import { checkRelations } from "./cognito/configuration/program-relations.ts";
import type { Signing } from "./cognito/tokens/signing.ts";
import type { Store } from "./cognito/store.ts";
import { createUserPools, type UserPools } from "./cognito/user-pools.ts";
import { dynamoDbHosts } from "./dynamodb/embedded.ts";
import type { FunctionLogs } from "./functions/logs.ts";
import { createFunctionPool, type FunctionPool } from "./functions/pool.ts";
import type { ForeignIssuers } from "./foreign-issuers.ts";
import { createDispatch } from "./gateway/dispatch.ts";
import { createHttpApi, type HttpApi } from "./gateway/http-api.ts";
import type { FindIssuerKeys } from "./gateway/jwt/issuer-keys.ts";
import type { AccessLogs } from "./control/access-logs.ts";
import type { Answer } from "./graph-origins.ts";
import { awsHostNames, isOwnHost, originHosts, signInOrigins } from "./host-names.ts";
import type { CredentialVault } from "./identity/credentials.ts";
import { createIdentityPools, type IdentityPools } from "./identity/identity-pools.ts";
import { kmsHosts } from "./kms/embedded.ts";
import { unmodelled } from "./not-served.ts";
import type { Graph, Resource } from "./program/graph.ts";
import { API } from "./program/types.ts";

/** What outlives a reload: state, clock, logs, and where things are reached. */
export interface Surroundings {
  readonly clock: Clock;
  readonly store: Store;
  readonly signing: Signing;
  readonly credentials: CredentialVault;
  readonly functionLogs: FunctionLogs;
  readonly accessLogs: AccessLogs;
  readonly foreignIssuers: ForeignIssuers;
  readonly issuer: "aws" | "local";
  /** Directories whose packages stand for those of Lambda's runtime. */
  readonly runtimePackages: readonly string[];
  /** Origin of an API or user pool, without a slash at its end. */
  readonly originOf: (urn: string) => string;
  /** Address of the embedded DynamoDB; undefined where there is none. */
  readonly dynamoDbOrigin: () => string | undefined;
  /** Address of the embedded KMS; undefined where there is none. */
  readonly kmsOrigin: () => string | undefined;
  readonly log: (line: string) => void;
}

/** Everything that answers for one graph. A reload makes a new set and retires the old one. */
export interface Services {
  readonly graph: Graph;
  readonly userPools: UserPools;
  readonly answerApi: Answer;
  readonly answerPool: Answer;
  /** Lines that say what of the graph is not served here. */
  readonly notServed: readonly string[];
  /** Reads the discovery documents of foreign issuers, as AWS does when an authorizer is made (H63). @throws IssuerFault */
  checkIssuers(): Promise<void>;
  /** Lets running invocations finish, then frees what the set holds. */
  retire(): void;
}

/** @throws CreationError for a graph that AWS would refuse */
export function createServices(graph: Graph, around: Surroundings): Services {
  const directory = mkdtempSync(join(tmpdir(), "secure-api-"));
  const functions = createFunctionPool({
    graph,
    logs: around.functionLogs,
    directory,
    runtimePackages: around.runtimePackages,
    ...callsToAws(graph, around),
  });
  checkRelations(graph);
  const userPools = createUserPools({ graph, functions, ...around });
  for (const remark of userPools.remarks()) around.log(remark);
  const identityPools = createIdentityPools({ graph, userPools, ...around });
  const findIssuerKeys: FindIssuerKeys = (issuer) =>
    userPools.issuerKeys(issuer) ?? around.foreignIssuers.find(issuer);
  const apis = new Map(
    graph
      .ofType(API)
      .map((api) => [api.urn, httpApi(api, { graph, functions, findIssuerKeys }, around)]),
  );
  const dispatch = createDispatch({ graph, apis, log: around.log });
  return {
    graph,
    userPools,
    answerApi: (urn, request, response) => dispatch.handle(urn, request, response),
    answerPool: guarded(graph, userPools, identityPools),
    checkIssuers: () => around.foreignIssuers.check(graph),
    notServed: [
      ...[...apis.values()].flatMap((api) => api.notServed()),
      ...dispatch.notServed(),
      ...functions.notServed(),
      ...userPools.notServed(),
      ...unmodelled(graph),
    ],
    retire() {
      for (const api of apis.values()) api.retire();
      void functions.retire().then(() => rmSync(directory, { recursive: true, force: true }));
    },
  };
}

/** Where functions find the services that are answered here. An address of the user's own wins. */
function callsToAws(graph: Graph, { originOf, dynamoDbOrigin, kmsOrigin }: Surroundings) {
  const embedded = [
    {
      origin: dynamoDbOrigin(),
      names: dynamoDbHosts(graph),
      variable: "AWS_ENDPOINT_URL_DYNAMODB",
    },
    { origin: kmsOrigin(), names: kmsHosts(graph), variable: "AWS_ENDPOINT_URL_KMS" },
  ];
  const hosts: Record<string, string> = {};
  const endpoints: Record<string, string> = {};
  for (const { origin, names, variable } of embedded) {
    if (origin === undefined) continue;
    endpoints[variable] = origin;
    for (const name of names) hosts[name] = origin;
  }
  return {
    hosts: () => ({ ...awsHostNames(graph, originOf), ...hosts }),
    environment: { ...endpoints, ...process.env },
  };
}

function httpApi(
  api: Resource,
  served: {
    readonly graph: Graph;
    readonly functions: FunctionPool;
    readonly findIssuerKeys: FindIssuerKeys;
  },
  around: Surroundings,
): HttpApi {
  const made = createHttpApi({
    ...served,
    api,
    awsHosts: () => awsHostNames(served.graph, around.originOf),
    findCredentials: around.credentials.find,
    clock: around.clock,
    accessLog: (line) => around.accessLogs.add(api.name, line),
    log: around.log,
  });
  for (const remark of made.remarks()) around.log(remark);
  return made;
}

const FORBIDDEN = JSON.stringify({ message: "Forbidden" });

/** Answers on a pool's origin, to requests that mean it (design 5.1). */
function guarded(graph: Graph, userPools: UserPools, identityPools: IdentityPools): Answer {
  const names = new Map(signInOrigins(graph).map((pool) => [pool.urn, originHosts(graph, pool)]));
  return (urn, request, response) => {
    if (!isOwnHost(request.headers.host, request.socket.localPort, names.get(urn) ?? [])) {
      response.writeHead(403, { "content-type": "application/json" }).end(FORBIDDEN);
    } else if (identityPools.owns(request)) {
      identityPools.handle(request, response);
    } else {
      userPools.handle(urn, request, response);
    }
  };
}
