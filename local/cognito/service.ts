import type { Clock } from "../clock.ts";
import type { Functions } from "../functions/invocation.ts";
import type { Kms } from "../kms/kms.ts";
import type { AppClient } from "./client.ts";
import type { Configuration } from "./configuration.ts";
import { notFound } from "../json-api/errors.ts";
import type { UserPool } from "./pool.ts";
import type { Signing } from "./tokens/signing.ts";
import type { Store } from "./store.ts";

/** Which issuer stands in tokens and discovery (design 5.1). */
export type IssuerForm = "aws" | "local";

/** What every operation, endpoint and page works with. */
export interface Service {
  readonly pools: readonly UserPool[];
  readonly configuration: Configuration;
  /** URN of the pool whose origin was asked; what is made there is served there (design 5.2). */
  readonly origin: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly kms: Kms;
  readonly signing: Signing;
  readonly issuerForm: IssuerForm;
  /** Local origin of a pool, for instance `http://localhost:3100`. */
  originOf(poolUrn: string): string;
  /** Takes a line of the runtime's own log. */
  log(line: string): void;
}

/** A pool, and the service around it. */
export interface PoolContext {
  readonly service: Service;
  readonly pool: UserPool;
}

/** Texts that a caller sends along for triggers. */
export type Metadata = { readonly [name: string]: string };

/** What an operation's input holds for triggers (C187). */
export interface ForTriggers {
  readonly clientMetadata?: Metadata | undefined;
  readonly validationData?: Metadata | undefined;
}

/** Whoever causes messages and triggers: without an app client it is an administrator. */
export interface SenderContext extends PoolContext, ForTriggers {
  readonly client?: AppClient;
}

/** An app client, its pool, and the service around them; with what the caller sent along for triggers. */
export interface ClientContext extends PoolContext, ForTriggers {
  readonly client: AppClient;
  /** `DEVICE_KEY` as the caller gave it: the device that it says it is (C193). */
  readonly deviceKey?: string | undefined;
}

/** The pool with this id, whichever origin was asked: the JSON API is one for the whole region. */
export function poolById(service: Service, id: string): PoolContext | undefined {
  const pool = service.pools.find((candidate) => candidate.id === id);
  return pool && { service, pool };
}

/** The pools that are served on the origin that was asked, the program's own first. */
export function poolsAt(service: Service): readonly UserPool[] {
  const { pools, configuration, origin } = service;
  return pools.filter(({ urn }) => configuration.servedAt(urn) === origin);
}

/** The pool of the origin that has this client: several may share one (design 5.2). */
export function poolOfClient(service: Service, clientId: string | null): UserPool | undefined {
  return poolsAt(service).find(({ clients }) => clientId !== null && clients.has(clientId));
}

/** The pool that an operation names, with the `ClientMetadata` that its triggers are to see (C163). */
export function poolOf(
  service: Service,
  input: { readonly UserPoolId: string; readonly ClientMetadata?: Metadata | undefined },
): SenderContext {
  const context = poolById(service, input.UserPoolId);
  if (!context) throw notFound(`User pool ${input.UserPoolId} does not exist.`);
  return { ...context, clientMetadata: input.ClientMetadata };
}

/** The app client with this id, of whichever pool (C163). */
export function clientById(
  service: Service,
  id: string,
  forTriggers: ForTriggers = {},
): ClientContext {
  for (const pool of service.pools) {
    const client = pool.clients.get(id);
    if (client) return { service, pool, client, ...forTriggers };
  }
  throw notFound(`User pool client ${id} does not exist.`);
}

/** The app client that an operation names, with the `ClientMetadata` that its triggers are to see. */
export function clientOf(
  service: Service,
  input: { readonly ClientId: string; readonly ClientMetadata?: Metadata | undefined },
): ClientContext {
  return clientById(service, input.ClientId, { clientMetadata: input.ClientMetadata });
}

/** The app client that an administrator's operation names together with its pool (C163). */
export function clientOfPool(
  service: Service,
  input: { readonly UserPoolId: string; readonly ClientId: string },
  forTriggers: ForTriggers,
): ClientContext {
  const context = poolOf(service, input);
  const client = context.pool.clients.get(input.ClientId);
  if (!client) throw notFound(`User pool client ${input.ClientId} does not exist.`);
  return { ...context, client, ...forTriggers };
}

/** Both forms of a pool's issuer: AWS's and the local one. */
export function issuersOf(service: Pick<Service, "originOf">, pool: UserPool) {
  return {
    aws: ISSUERS.aws(service, pool),
    local: ISSUERS.local(service, pool),
  } satisfies Record<IssuerForm, string>;
}

const ISSUERS = {
  aws: (_, { region, id }) => `https://cognito-idp.${region}.amazonaws.com/${id}`,
  local: (service, { urn, id }) => `${service.originOf(urn)}/${id}`,
} satisfies Record<IssuerForm, (service: Pick<Service, "originOf">, pool: UserPool) => string>;

/** The issuer that stands in the pool's tokens (C4). */
export function issuerOf({ service, pool }: PoolContext): string {
  return ISSUERS[service.issuerForm](service, pool);
}
