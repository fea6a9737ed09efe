import { members, type Properties, text, type Value } from "../../program/graph.ts";
import type { Switches } from "../switches.ts";
import type { ThrottleLimits } from "../throttle.ts";
import type { StageSource } from "./stage-source.ts";

/**
 * Reads a stage's limits. A route's own settings replace the stage's (H243); routes without their own get one and the
 * same object, as they share one bucket.
 * @returns the limits by route key; undefined where only the account's hold
 */
export function readThrottleLimits(
  stage: Pick<StageSource, "inputs">,
  switches: Pick<Switches, "absentThrottleIsZero">,
): (routeKey: string) => ThrottleLimits | undefined {
  const byRoute = new Map<string, ThrottleLimits | undefined>();
  const settings = stage.inputs["routeSettings"];
  for (const entry of Array.isArray(settings) ? (settings as readonly Value[]) : []) {
    const setting = members(entry);
    byRoute.set(text(setting["routeKey"]) ?? "", readLimits(setting, switches));
  }
  const ofStage = readLimits(members(stage.inputs["defaultRouteSettings"]), switches);
  return (routeKey) => (byRoute.has(routeKey) ? byRoute.get(routeKey) : ofStage);
}

function readLimits(
  setting: Properties,
  switches: Pick<Switches, "absentThrottleIsZero">,
): ThrottleLimits | undefined {
  if (Object.keys(setting).length === 0) return undefined;
  const absent = switches.absentThrottleIsZero ? 0 : Number.POSITIVE_INFINITY;
  const burst = numberOr(setting["throttlingBurstLimit"], absent);
  const rate = numberOr(setting["throttlingRateLimit"], absent);
  return burst === Number.POSITIVE_INFINITY && rate === burst ? undefined : { burst, rate };
}

function numberOr(value: Value | undefined, absent: number): number {
  return typeof value === "number" ? value : absent;
}
