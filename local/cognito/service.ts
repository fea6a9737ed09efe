import type { Clock } from "../clock.ts";
import type { Functions } from "../functions/invocation.ts";
import type { AppClient } from "./client.ts";
import { ServiceError } from "./errors.ts";
import type { UserPool } from "./pool.ts";
import type { Signing } from "./signing.ts";
import type { Store } from "./store.ts";

/** Which issuer stands in tokens and discovery (design 5.1). */
export type IssuerForm = "aws" | "local";

/** What every operation, endpoint and page works with. */
export interface Service {
  readonly pools: readonly UserPool[];
  readonly store: Store;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly signing: Signing;
  readonly issuerForm: IssuerForm;
  /** Local origin of a pool, for instance `http://localhost:3100`. */
  originOf(poolUrn: string): string;
}

/** A pool, and the service around it. */
export interface PoolContext {
  readonly service: Service;
  readonly pool: UserPool;
}

/** An app client, its pool, and the service around them. */
export interface ClientContext extends PoolContext {
  readonly client: AppClient;
}

/** The pool with this id, whichever origin was asked: the JSON API is one for the whole region. */
export function poolById(service: Service, id: string): PoolContext | undefined {
  const pool = service.pools.find((candidate) => candidate.id === id);
  return pool && { service, pool };
}

/** The app client with this id, of whichever pool (C163). */
export function clientById(service: Service, id: string): ClientContext {
  for (const pool of service.pools) {
    const client = pool.clients.get(id);
    if (client) return { service, pool, client };
  }
  throw new ServiceError("ResourceNotFoundException", `User pool client ${id} does not exist.`);
}

/** Both forms of a pool's issuer: AWS's and the local one. */
export function issuersOf(service: Pick<Service, "originOf">, pool: UserPool) {
  return {
    aws: `https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`,
    local: `${service.originOf(pool.urn)}/${pool.id}`,
  } satisfies Record<IssuerForm, string>;
}

/** The issuer that stands in the pool's tokens (C4). */
export function issuerOf({ service, pool }: PoolContext): string {
  return issuersOf(service, pool)[service.issuerForm];
}
