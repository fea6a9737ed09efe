import type { PoolContext } from "../service.ts";

const FREE_FAILURES = 5;
const LONGEST_LOCK = 15 * 60_000;
const QUIET = 15 * 60_000;

/** Whether password attempts are refused now, right ones included (C144). */
export function isLocked({ service, pool }: PoolContext, subject: string): boolean {
  const record = service.store.lockouts.find(pool.id, subject);
  return record !== undefined && service.clock.now() < record.lockedUntil;
}

/** Counts a wrong password: from the fifth in a row on, a lock of 1 s, 2 s, 4 s … 15 minutes (C144, O091). */
export function recordFailure({ service, pool }: PoolContext, subject: string): void {
  const { lockouts } = service.store;
  const now = service.clock.now();
  const earlier = lockouts.find(pool.id, subject);
  const isQuiet = !earlier || now - Math.max(earlier.lastFailure, earlier.lockedUntil) >= QUIET;
  const failures = isQuiet ? 1 : earlier.failures + 1;
  const lock = failures < FREE_FAILURES ? 0 : 1000 * 2 ** (failures - FREE_FAILURES);
  lockouts.save(pool.id, subject, {
    failures,
    lastFailure: now,
    lockedUntil: lock === 0 ? 0 : now + Math.min(lock, LONGEST_LOCK),
  });
}

/** A right password, or a new one, ends the count. */
export function clearFailures({ service, pool }: PoolContext, subject: string): void {
  const { lockouts } = service.store;
  if (lockouts.find(pool.id, subject)) lockouts.remove(pool.id, subject);
}
