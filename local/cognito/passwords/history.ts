import { ServiceError, TEXTS } from "../../json-api/errors.ts";
import { isPassword } from "./passwords.ts";
import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";

/**
 * Refuses a password that the pool's history holds, and keeps the one that is about to be replaced (C225, C263).
 * A temporary password takes no place in the history: what the user chose before it is still the last one.
 */
export function turnHistory(context: PoolContext, user: User, password: string): void {
  const { service, pool } = context;
  const { historySize } = pool.passwordPolicy;
  if (historySize === 0 || !user.password) return;
  const { username } = user;
  const kept = isTemporary(user) ? historySize : historySize - 1;
  const known = [user.password, ...service.store.passwordHistory.latest(pool.id, user.sub, kept)];
  if (known.some((record) => isPassword(pool, { username, password: record }, password))) {
    throw new ServiceError("PasswordHistoryPolicyViolationException", TEXTS.reusedPassword);
  }
  keepReplaced(context, user);
}

/** Keeps the password that another one is about to replace, unless it is a temporary one. */
export function keepReplaced({ service, pool }: PoolContext, user: User): void {
  const { sub, password } = user;
  if (pool.passwordPolicy.historySize === 0 || !password || isTemporary(user)) return;
  service.store.passwordHistory.add({ pool: pool.id, sub, password });
}

function isTemporary({ status }: User): boolean {
  return status === "FORCE_CHANGE_PASSWORD";
}
