import type { Graph, Properties, Resource } from "../program/graph.ts";
import { members } from "../program/graph.ts";
import type { StagePlan, StageRoute } from "./stage-plan.ts";

/**
 * Traps that are the same on AWS, one line each, told when the API is compiled: a greedy route that leaves out the root
 * (H24) and throttle settings without limits (H244).
 */
export function remarksOn(
  graph: Graph,
  api: Resource,
  stages: readonly StagePlan[],
): readonly string[] {
  const remarks = stages.flatMap(({ match, routes }) =>
    routes.filter((route) => isUncoveredRoot(route, match)).map(rootRemark),
  );
  for (const stage of graph.where("aws:apigatewayv2/stage:Stage", "apiId", api.id)) {
    if (hasNoLimits(members(stage.inputs["defaultRouteSettings"]))) {
      remarks.push(
        `${stage.type} "${stage.name}": defaultRouteSettings without throttlingBurstLimit and throttlingRateLimit ` +
          "is deployed as 0 and answers 429 to everything. Set both.",
      );
    }
  }
  return [...new Set(remarks)];
}

function isUncoveredRoot({ key }: StageRoute, match: StagePlan["match"]): boolean {
  const [only, ...more] = key.segments;
  if (only?.kind !== "greedy" || more.length > 0) return false;
  return match(key.method === "ANY" ? "GET" : key.method, [""]) === undefined;
}

function rootRemark({ name, key }: StageRoute): string {
  const root = `${key.method} /`;
  return `aws:apigatewayv2/route:Route "${name}": "${key.text}" does not cover "/". Add a route "${root}" if it should.`;
}

// The AWS provider writes a zero for each limit that is not given: https://github.com/pulumi/pulumi-aws/issues/2363
function hasNoLimits(settings: Properties): boolean {
  if (Object.keys(settings).length === 0) return false;
  return (
    settings["throttlingBurstLimit"] === undefined || settings["throttlingRateLimit"] === undefined
  );
}
