import { ServiceError, TEXTS } from "./errors.ts";
import type { UserPool } from "./pool.ts";
import type { ClientContext, PoolContext } from "./service.ts";
import type { User } from "./tables/users.ts";

/** Whether the text can be a user name at all: the service model's shape, which the pages' forms do not have. */
export function isName(name: string): boolean {
  return name.length <= 128 && /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(name);
}

/** A user name or alias as the pool compares it (C253). */
export function foldName(pool: UserPool, name: string): string {
  return pool.isCaseSensitive ? name : name.toLowerCase();
}

/** The user with this name, alias or `sub` (C168). */
export function findUser({ service, pool }: PoolContext, name: string): User | undefined {
  const { users } = service.store;
  const key = foldName(pool, name);
  return users.byName(pool.id, key) ?? users.byAlias(pool.id, key) ?? users.bySub(pool.id, name);
}

/** What lock-outs, codes and counts are kept under: the user, or the name of one who does not exist. */
export function subjectOf(pool: UserPool, user: User | undefined, name: string): string {
  return user?.sub ?? `?${foldName(pool, name)}`;
}

/** Refuses an unknown user by name, unless the client hides who exists (C150, C151). */
export function refuseUnknown(context: ClientContext, user: User | undefined, text?: string): void {
  if (user || context.client.hidesUsers) return;
  throw new ServiceError("UserNotFoundException", text ?? TEXTS.unknownUserOrClient);
}

/** Whether the attribute's values lead to their user as soon as they are set (C250) or verified (C251). */
export function aliasKind(pool: UserPool, attribute: string): "set" | "verified" | undefined {
  if (pool.usernameAttributes.some((name) => name === attribute)) return "set";
  return pool.aliasAttributes.includes(attribute) ? "verified" : undefined;
}

/** Refuses a value that leads to someone else already, unless it may be taken from them (C180). */
export function claimAlias(
  { service, pool }: PoolContext,
  claim: { readonly user: User; readonly attribute: string; readonly isForced: boolean },
): void {
  const { users } = service.store;
  const { user, attribute, isForced } = claim;
  const value = foldName(pool, user.attributes[attribute] ?? "");
  const owner = users.aliasOwner(pool.id, attribute, value);
  if (owner !== undefined && owner !== user.sub) {
    if (!isForced) {
      throw new ServiceError(
        "AliasExistsException",
        `An account with the ${attribute} already exists.`,
      );
    }
    unverify({ service, pool }, owner, attribute);
  }
  users.removeAlias(pool.id, attribute, user.sub);
  users.setAlias({ pool: pool.id, attribute, value, sub: user.sub });
}

function unverify({ service, pool }: PoolContext, sub: string, attribute: string): void {
  const owner = service.store.users.bySub(pool.id, sub);
  if (!owner) return;
  const attributes = { ...owner.attributes, [`${attribute}_verified`]: "false" };
  service.store.users.save({ ...owner, attributes, modified: service.clock.now() });
}
