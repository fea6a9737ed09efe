import type { Clock } from "../clock.ts";
import { ServiceError } from "../json-api/errors.ts";
import type { Signing } from "../cognito/tokens/signing.ts";
import type { Store } from "../cognito/store.ts";
import type { UserPools } from "../cognito/user-pools.ts";
import type { Graph } from "../program/graph.ts";
import type { CredentialVault } from "./credentials.ts";
import type { IdentityPool } from "./pool.ts";

/** What every operation of identity pools works with. */
export interface IdentityService {
  readonly graph: Graph;
  readonly pools: readonly IdentityPool[];
  readonly userPools: Pick<UserPools, "readIdToken">;
  readonly store: Store;
  readonly clock: Clock;
  readonly signing: Signing;
  readonly credentials: CredentialVault;
  readonly log: (line: string) => void;
}

/** The identity pool with this id. @throws ServiceError when the graph has none */
export function poolById({ pools }: IdentityService, id: string): IdentityPool {
  const pool = pools.find((candidate) => candidate.id === id);
  if (pool) return pool;
  throw new ServiceError("ResourceNotFoundException", `IdentityPool '${id}' not found.`);
}
