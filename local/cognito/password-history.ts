import { ServiceError, TEXTS } from "./errors.ts";
import { isPassword } from "./passwords.ts";
import type { PoolContext } from "./service.ts";
import type { User } from "./tables/users.ts";

/**
 * Refuses a password that the pool's history holds, and keeps the one that is about to be replaced (C225, C263).
 * Temporary passwords are not looked at: nobody keeps one.
 */
export function turnHistory({ service, pool }: PoolContext, user: User, password: string): void {
  const { historySize } = pool.passwordPolicy;
  if (historySize === 0 || !user.password) return;
  const { passwordHistory } = service.store;
  const { username } = user;
  const earlier = passwordHistory.latest(pool.id, user.sub, historySize - 1);
  const known = [user.password, ...earlier];
  if (known.some((record) => isPassword(pool, { username, password: record }, password))) {
    throw new ServiceError("PasswordHistoryPolicyViolationException", TEXTS.reusedPassword);
  }
  passwordHistory.add({ pool: pool.id, sub: user.sub, password: user.password });
}
