import type { AppClient } from "../../cognito/client.ts";
import type { UserPool } from "../../cognito/pool.ts";
import { type Graph, objects, type Resource, text } from "../../program/graph.ts";
import { API, IDENTITY_POOL } from "../../program/types.ts";
import { describeApi } from "../../ready-line.ts";
import { isClosed, mappedAddresses } from "../api-addresses.ts";
import { isHttp } from "../route-rows.ts";
import type { PoolPlaces } from "./places.ts";

/** Of the shape below. A member that is renamed, removed or changes its meaning makes it one more. */
const SCHEMA_VERSION = 1;

/** What an application has to know to sign users in and to call the APIs. Nothing in it is secret. */
export interface ClientConfiguration {
  readonly version: typeof SCHEMA_VERSION;
  readonly region: string;
  readonly userPoolId: string;
  /** Identity pool that takes the user pool's tokens; null without one. */
  readonly identityPoolId: string | null;
  /** Origin of Cognito's JSON APIs, for SDKs. */
  readonly endpoint: string;
  readonly endpoints: OpenIdEndpoints;
  readonly apis: readonly ApiAddress[];
  readonly clients: readonly ClientDescription[];
}

/** As the discovery document names them; those of the pages are null without a sign-in domain. */
export interface OpenIdEndpoints {
  /** The `iss` claim of the tokens. */
  readonly issuer: string;
  readonly discovery: string;
  readonly jwks: string;
  readonly authorize: string | null;
  readonly token: string | null;
  readonly userInfo: string | null;
  readonly revoke: string | null;
  readonly logout: string | null;
}

export interface ApiAddress {
  /** Logical name. */
  readonly name: string;
  readonly stage: string;
  /** Without a trailing slash. */
  readonly url: string;
}

export interface ClientDescription {
  /** Logical name. */
  readonly name: string;
  readonly id: string;
  /** Such a client belongs on a server, which has the secret from elsewhere. */
  readonly hasSecret: boolean;
  readonly grants: readonly string[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly identityProviders: readonly string[];
}

export interface ConfigurationArgs {
  readonly graph: Graph;
  readonly pool: UserPool;
  readonly clients: readonly AppClient[];
  readonly places: PoolPlaces;
}

/** Puts the configuration of some clients of a pool together. */
export function clientConfiguration(args: ConfigurationArgs): ClientConfiguration {
  const { graph, pool, clients, places } = args;
  return {
    version: SCHEMA_VERSION,
    region: pool.region,
    userPoolId: pool.id,
    identityPoolId: identityPoolOf(graph, clients)?.id ?? null,
    endpoint: places.endpoint,
    endpoints: endpointsAt(places),
    apis: httpApis(graph).flatMap((api) => addressesOf(graph, api)),
    clients: byName(clients).map(describe),
  };
}

/** Programs make their resources in an order that differs from one evaluation to the next. */
export function byName<Named extends { readonly name: string }>(all: readonly Named[]) {
  return all.toSorted((one, other) => one.name.localeCompare(other.name, "en"));
}

function endpointsAt({ issuer, issuerOrigin, pages }: PoolPlaces): OpenIdEndpoints {
  const at = (path: string): string | null => (pages === null ? null : `${pages}${path}`);
  return {
    issuer,
    discovery: `${issuerOrigin}/.well-known/openid-configuration`,
    jwks: `${issuerOrigin}/.well-known/jwks.json`,
    authorize: at("/oauth2/authorize"),
    token: at("/oauth2/token"),
    userInfo: at("/oauth2/userInfo"),
    revoke: at("/oauth2/revoke"),
    logout: at("/logout"),
  };
}

function identityPoolOf(graph: Graph, clients: readonly AppClient[]): Resource | undefined {
  const ids = clients.map(({ id }) => id);
  return graph
    .ofType(IDENTITY_POOL)
    .find(({ inputs }) =>
      objects(inputs["cognitoIdentityProviders"]).some((provider) =>
        ids.includes(text(provider["clientId"]) ?? ""),
      ),
    );
}

/** The APIs that applications call, by name. */
export function httpApis(graph: Graph): readonly Resource[] {
  return byName(graph.ofType(API).filter(isHttp));
}

/** AWS's own address of each stage; where it is off, those of the API's domain names. */
function addressesOf(graph: Graph, api: Resource): readonly ApiAddress[] {
  if (isClosed(api)) {
    const mapped = mappedAddresses(graph, api).map((address) => ({ name: api.name, ...address }));
    return mapped.toSorted((one, other) => one.url.localeCompare(other.url, "en"));
  }
  const origin = text(api.outputs["apiEndpoint"]) ?? "";
  return describeApi(graph, api, origin).map(({ name, stage, url }) => ({ name, stage, url }));
}

function describe(client: AppClient): ClientDescription {
  const { name, id, secret, oauthFlows, scopes, callbackUrls, logoutUrls } = client;
  return {
    name,
    id,
    hasSecret: secret !== null,
    grants: [...oauthFlows],
    scopes,
    callbackUrls,
    logoutUrls,
    identityProviders: client.identityProviders,
  };
}
