import type { Clock } from "../clock.ts";

/** Limits of a stage or a route (H241). */
export interface ThrottleLimits {
  /** Size of the bucket. */
  readonly burst: number;
  /** Requests a second. */
  readonly rate: number;
}

/** Takes one request's token; false means 429 (H242). */
export interface Throttle {
  (): boolean;
  readonly limits: ThrottleLimits;
}

/** A token bucket on the runtime's clock (H241). A burst or a rate of 0 lets nothing pass (H244). */
export function createThrottle(limits: ThrottleLimits, clock: Clock): Throttle {
  return Object.assign(createBucket(limits, clock), { limits });
}

function createBucket({ burst, rate }: ThrottleLimits, clock: Clock): () => boolean {
  if (burst <= 0 || rate <= 0) return () => false;
  let tokens = burst;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    // A clock that steps back only starts counting from there.
    const elapsed = Math.max(0, now - filledAt);
    filledAt = now;
    tokens = Math.min(burst, tokens + (elapsed / 1000) * rate);
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
