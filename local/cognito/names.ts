import { ServiceError, TEXTS } from "../json-api/errors.ts";
import { strangerId } from "./passwords/passwords.ts";
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

/** The user with this `sub`, alias or name (C168); a name never stands before what was proven. */
export function findUser({ service, pool }: PoolContext, name: string): User | undefined {
  const { users } = service.store;
  const key = foldName(pool, name);
  return users.bySub(pool.id, key) ?? users.byAlias(pool.id, key) ?? users.byName(pool.id, key);
}

/** The user of this very name, not one whom an alias of the same text leads to. */
export function findByName(context: PoolContext, name: string): User | undefined {
  const { service, pool } = context;
  if (pool.usernameAttributes.length > 0) return findUser(context, name);
  return service.store.users.byName(pool.id, foldName(pool, name));
}

/** The user whom an administrator names (C235). */
export function requireNamed(context: PoolContext, name: string): User {
  const user = findUser(context, name);
  if (!user) throw new ServiceError("UserNotFoundException", TEXTS.unknownUser);
  return user;
}

/** What lock-outs, codes and counts are kept under: the user's `sub`, or the id that a stranger's name stands for. */
export function subjectOf(context: PoolContext, user: User | undefined, name: string): string {
  const { service, pool } = context;
  // Computed for everybody: otherwise the time would tell who does not exist.
  const id = strangerId(service.store.keys.secret(pool.id), foldName(pool, name));
  return user?.sub ?? `?${id}`;
}

/** Whether the name is one of those of the subject (C193): known users have several. */
export function isNameOf(context: PoolContext, subject: string, name: string): boolean {
  return isName(name) && subjectOf(context, findUser(context, name), name) === subject;
}

/** Refuses an unknown user by name, unless the client hides who exists (C150, C151). */
export function refuseUnknown(context: ClientContext, user: User | undefined, text?: string): void {
  if (user || context.client.hidesUsers) return;
  throw new ServiceError("UserNotFoundException", text ?? TEXTS.unknownUserOrClient);
}
