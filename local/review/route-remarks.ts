import type { RouteSource } from "../gateway/plan/route-source.ts";
import type { StageSource } from "../gateway/plan/stage-source.ts";
import type { Resource } from "../program/graph.ts";
import { isClosed } from "./api-addresses.ts";
import type { RouteChoice } from "./route-overlaps.ts";

/** Why requests do not reach a route of a stage as its settings alone would say; null when they do. */
export function remarkOn(args: {
  readonly api: Resource;
  readonly stage: StageSource;
  /** Names of all stages of the API. */
  readonly stages: readonly string[];
  readonly route: RouteSource;
  readonly choice: RouteChoice;
}): string | null {
  const { api, stage, stages, route, choice } = args;
  if (!stage.releases(route.resource)) return "not in what the stage has deployed";
  if (!choice.sample(route.key)) return "never reached: other routes take all its requests";
  const [first] = route.key.segments;
  const shadow = first?.kind === "literal" && stages.find((name) => name === first.text);
  if (stage.name === "$default" && shadow) {
    return `/${shadow} is the stage ${shadow}'s, so requests do not get here`;
  }
  if (!route.integration) return "has no integration, so it answers 500";
  return isClosed(api) ? "by a custom domain only: the default endpoint is off" : null;
}
