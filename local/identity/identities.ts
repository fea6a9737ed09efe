import { randomUUID } from "node:crypto";
import { notAuthorized, ServiceError } from "../json-api/errors.ts";
import type { Identity } from "../cognito/tables/identities.ts";
import type { VerifiedLogin } from "./logins.ts";
import type { IdentityPool } from "./pool.ts";
import type { IdentityService } from "./service.ts";
import { TEXTS } from "./texts.ts";

/**
 * The identity of these logins: the one that a login leads to, else a new one. Without logins it is a guest's, each
 * time another (C323).
 * @throws ServiceError where guests are not welcome, or the logins lead to two identities
 */
export function identityOf(
  service: IdentityService,
  pool: IdentityPool,
  logins: readonly VerifiedLogin[],
): Identity {
  const { identities } = service.store;
  if (logins.length === 0) {
    if (!pool.allowsGuests) throw notAuthorized(TEXTS.noGuests);
    return newIdentity(service, pool);
  }
  return service.store.transaction(() => {
    const known = logins
      .map((login) => identities.ownerOf(pool.id, login))
      .find((id) => id !== undefined);
    const identity = (known !== undefined && identities.byId(known)) || newIdentity(service, pool);
    linkAll(service, identity, logins);
    return identity;
  });
}

/**
 * The identity with this id, if the logins give a right to it: one of them leads to it, or it is a guest's.
 * Logins that lead nowhere yet lead to it from now on.
 * @throws ServiceError when it is unknown or somebody else's
 */
export function requireIdentity(
  service: IdentityService,
  id: string,
  logins: readonly VerifiedLogin[],
): Identity {
  const { identity, pool } = identityById(service, id);
  const { identities } = service.store;
  if (logins.length === 0) {
    if (!identity.isGuest) throw notAuthorized(`Access to Identity '${id}' is forbidden.`);
    if (!pool.allowsGuests) throw notAuthorized(TEXTS.noGuests);
    return identity;
  }
  return service.store.transaction(() => {
    const isOwn = logins.some((login) => identities.ownerOf(pool.id, login) === id);
    if (!isOwn && !identity.isGuest) throw notAuthorized(TEXTS.loginsDoNotMatch);
    linkAll(service, identity, logins);
    return identity;
  });
}

/** The identity with this id and its pool. @throws ServiceError when there is none in the graph's pools */
export function identityById(
  { store, pools }: IdentityService,
  id: string,
): { readonly identity: Identity; readonly pool: IdentityPool } {
  const identity = store.identities.byId(id);
  const pool = pools.find((candidate) => candidate.id === identity?.pool);
  if (identity && pool) return { identity, pool };
  throw new ServiceError("ResourceNotFoundException", `Identity '${id}' not found.`);
}

function newIdentity({ store, clock }: IdentityService, pool: IdentityPool): Identity {
  const now = clock.now();
  const id = `${pool.region}:${randomUUID()}`;
  const identity = { id, pool: pool.id, isGuest: true, created: now, modified: now };
  store.identities.add(identity);
  return identity;
}

// One user of each provider: a second one would get at what belongs to the first.
function linkAll(
  { store, clock }: IdentityService,
  identity: Identity,
  logins: readonly VerifiedLogin[],
): void {
  const { identities } = store;
  for (const login of logins) {
    const owner = identities.ownerOf(identity.pool, login);
    if (owner === identity.id) continue;
    const isTaken = identities
      .loginsOf(identity.id)
      .some(({ provider }) => provider === login.provider);
    if (owner !== undefined || isTaken) {
      throw new ServiceError("ResourceConflictException", TEXTS.alreadyLinked);
    }
    identities.link(identity, login, clock.now());
  }
}
