import type { IssuerKeys } from "../../gateway/jwt/issuer-keys.ts";
import type { UserPool } from "../pool.ts";
import { issuersOf, type Service } from "../service.ts";
import type { PoolKeySource } from "./signing.ts";

/** What is needed of the user pools to find keys. */
export type KeyService = Pick<Service, "pools" | "originOf"> & {
  readonly signing: PoolKeySource;
};

/** The keys of the pool with this issuer, in either of its forms (design 5.1). */
export function issuerKeysOf(service: KeyService, issuer: string): IssuerKeys | undefined {
  for (const pool of service.pools) {
    const issuers = Object.values(issuersOf(service, pool));
    if (issuers.includes(issuer)) return keysOf(service, pool, issuers);
  }
  return undefined;
}

function keysOf(service: KeyService, pool: UserPool, issuers: readonly string[]): IssuerKeys {
  return {
    issuers,
    find: (kid) => {
      const keys = service.signing.keysOf(pool.id);
      return keys instanceof Promise ? keys.then((made) => made.find(kid)) : keys.find(kid);
    },
  };
}
