import type { Graph, Properties, Resource } from "../program/graph.ts";
import { members, objects, text } from "../program/graph.ts";
import type { StagePlan, StageRoute } from "./stage-plan.ts";

/**
 * Traps, most of them the same on AWS, one line each, told when the API is compiled: a greedy route that leaves out the root
 * (H24), throttle settings without limits (H244), and roles whose policies nobody here knows (H211).
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
  if (
    stages.some(({ routes }) => routes.some(({ authorization }) => authorization.kind === "iam"))
  ) {
    remarks.push(...foreignRoles(graph));
  }
  return [...new Set(remarks)];
}

// Switch `foreignRolesMayInvoke`.
function foreignRoles(graph: Graph): readonly string[] {
  const own = new Set(graph.ofType("aws:iam/role:Role").map(({ outputs }) => outputs["arn"]));
  return graph
    .ofType("aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment")
    .flatMap(({ type, name, inputs }) =>
      roleArns(inputs)
        .filter((arn) => !own.has(arn))
        .map(
          (arn) =>
            `${type} "${name}": the program does not make ${arn}, so nobody here knows its policies, and it may call every AWS_IAM route.`,
        ),
    );
}

function roleArns({ roles, roleMappings }: Properties): readonly string[] {
  const mappings = objects(roleMappings).flatMap((mapping) => objects(mapping["mappingRules"]));
  const named = [...Object.values(members(roles)), ...mappings.map(({ roleArn }) => roleArn)];
  return named.flatMap((arn) => text(arn) ?? []);
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
