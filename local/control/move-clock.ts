import type { Clock } from "../clock.ts";
import { type Answer, json } from "./answer.ts";

/** A century: enough for every lifetime, and it keeps dates representable. */
const MAX_SECONDS = 100 * 365 * 86_400;

/**
 * Moves the runtime's clock as `{"advanceSeconds":N}` or `{"reset":true}` asks.
 * @returns what is wrong with the request, undefined when the clock was moved
 */
export function moveClock(clock: Clock, body: string): Answer | undefined {
  const asked = parse(body);
  if (asked?.["reset"] === true) {
    clock.reset();
    return undefined;
  }
  const seconds = asked?.["advanceSeconds"];
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= MAX_SECONDS)) {
    const message = `Send {"advanceSeconds":N} with N from 0 to ${MAX_SECONDS}, or {"reset":true}.`;
    return json({ message }, 400);
  }
  clock.advance(seconds);
  return undefined;
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
