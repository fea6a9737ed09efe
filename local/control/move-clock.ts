import type { Clock } from "../clock.ts";
import { type Answer, json } from "./answer.ts";
import { readObject } from "./json-body.ts";

/** The clock stops short of the year 10000, with which dates get another form. */
const LATEST = Date.parse("9999-01-01T00:00:00Z");

/**
 * Moves the runtime's clock as `{"advanceSeconds":N}` or `{"reset":true}` asks.
 * @returns what is wrong with the request, undefined when the clock was moved
 */
export function moveClock(clock: Clock, body: string): Answer | undefined {
  const asked = readObject(body);
  if (asked?.["reset"] === true) {
    clock.reset();
    return undefined;
  }
  const seconds = asked?.["advanceSeconds"];
  const most = Math.floor((LATEST - clock.now()) / 1000);
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= most)) {
    const message = `Send {"advanceSeconds":N} with N from 0 to ${most}, or {"reset":true}.`;
    return json({ message }, 400);
  }
  clock.advance(seconds);
  return undefined;
}
