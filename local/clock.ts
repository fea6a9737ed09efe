/** The runtime's one clock. Everything that expires asks it for the time, nothing else does. */
export interface Clock {
  /** Milliseconds since 1970, moved by whatever was advanced. */
  now(): number;
  /** Milliseconds since 1970 on the machine's own clock, which nobody moves: whoever calls goes by it. */
  machineNow(): number;
  /** Moves the clock forward; advances add up. */
  advance(seconds: number): void;
  /** Back to real time. */
  reset(): void;
}

/** Whole seconds since 1970, as tokens count time (RFC 7519 NumericDate). */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}

/**
 * A clock that starts at real time and can be moved.
 * @param realTime milliseconds since 1970; tests pass their own.
 */
export function createClock(realTime: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => realTime() + offset,
    machineNow: realTime,
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    reset: () => {
      offset = 0;
    },
  };
}
