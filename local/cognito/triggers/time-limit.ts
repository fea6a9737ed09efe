import { setTimeout as sleep } from "node:timers/promises";
import type { Invocation } from "../../functions/invocation.ts";

/** Cognito waits so long, and nothing changes that (C303). */
const LIMIT_MILLISECONDS = 5_000;
/** Times that a function which gives no answer in time is called in all (C303). */
const TRIES = 3;

/**
 * The first answer in time; undefined when none of the tries gave one. A function that is too slow keeps running, its
 * answer is dropped.
 */
export async function firstInTime(
  invoke: () => Promise<Invocation>,
  limitMilliseconds = LIMIT_MILLISECONDS,
): Promise<Invocation | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const invocation = await inTime(invoke(), limitMilliseconds);
    // The function's own limit may be shorter than the pool's.
    const isTimeout = !invocation || (!invocation.ok && invocation.kind === "timeout");
    if (!isTimeout) return invocation;
  }
  return undefined;
}

async function inTime(
  answer: Promise<Invocation>,
  limitMilliseconds: number,
): Promise<Invocation | undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  const limit = sleep(limitMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  try {
    return await Promise.race([answer, limit]);
  } finally {
    controller.abort();
  }
}
