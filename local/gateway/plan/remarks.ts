import {
  type Graph,
  members,
  objects,
  type Properties,
  type Resource,
  text,
} from "../../program/graph.ts";
import { IDENTITY_POOL_ROLES, ROLE, ROUTE, STAGE } from "../../program/types.ts";
import { accessLogRemarks } from "./access-log-remarks.ts";
import { originRemarks } from "./origin-remarks.ts";
import type { StagePlan, StageRoute } from "./stage-plan.ts";

/**
 * Traps, most of them the same on AWS, one line each, told when the API is compiled: an API without stages, routes that
 * a stage does not serve (H7), a route that can only fail (H187, H210), scopes that nobody checks (H103), a greedy route
 * that leaves out the root (H24), throttle settings without limits (H244), variables of an access log that there are not
 * (H279), origins that no page has (H216), and roles whose policies nobody here knows (H211).
 */
export function remarksOn(
  graph: Graph,
  api: Resource,
  stages: readonly StagePlan[],
): readonly string[] {
  const routes = stages.flatMap((stage) => stage.routes);
  const hasIamRoutes = routes.some(({ authorization }) => authorization.kind === "iam");
  const remarks = [
    ...(stages.length === 0 ? [stagelessRemark(api)] : []),
    ...stages.flatMap((stage) => unreleasedRemark(graph, api, stage)),
    ...routes.flatMap(failingRemark),
    ...routes.flatMap(uncheckedScopesRemark),
    ...stages.flatMap(rootRemarks),
    ...limitRemarks(graph, api),
    ...accessLogRemarks(graph, api),
    ...originRemarks(api),
    ...(hasIamRoutes ? foreignRoles(graph) : []),
  ];
  return [...new Set(remarks)];
}

function stagelessRemark({ type, name }: Resource): string {
  return `${type} "${name}" has no stage, so every request is 404. Add an aws.apigatewayv2.Stage.`;
}

function unreleasedRemark(graph: Graph, api: Resource, stage: StagePlan): readonly string[] {
  const served = new Set(stage.routes.map(({ key }) => key.text));
  const missing = graph
    .where(ROUTE, "apiId", api.id)
    .map(({ inputs }) => text(inputs["routeKey"]) ?? "$default")
    .filter((routeKey) => !served.has(routeKey));
  if (missing.length === 0) return [];
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : "";
  const named = missing.slice(0, 5).join(", ") + more;
  return [
    `${api.type} "${api.name}": stage "${stage.name}" does not serve ${named}, as it has no deployment that depends on them. ` +
      "Set autoDeploy, or name the routes in the deployment's dependsOn.",
  ];
}

function failingRemark(route: StageRoute): readonly string[] {
  const fault = faultOf(route);
  if (fault === undefined) return [];
  return [`aws:apigatewayv2/route:Route "${route.name}" (${route.key.text}) answers 500: ${fault}`];
}

// The authorizer is asked first.
function faultOf({ authorization, integration }: StageRoute): string | undefined {
  if (authorization.kind === "lambda" && authorization.fault !== undefined) {
    return authorization.fault;
  }
  return integration.kind === "broken" ? (integration.hint ?? integration.reason) : undefined;
}

// Switch `foreignRolesMayInvoke`.
function foreignRoles(graph: Graph): readonly string[] {
  const own = new Set(graph.ofType(ROLE).map(({ outputs }) => outputs["arn"]));
  return graph.ofType(IDENTITY_POOL_ROLES).flatMap(({ type, name, inputs }) =>
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

function uncheckedScopesRemark({
  name,
  key,
  scopes,
  authorization: { kind },
}: StageRoute): readonly string[] {
  if (scopes.length === 0 || kind === "jwt" || kind === "not-served") return [];
  return [
    `aws:apigatewayv2/route:Route "${name}" (${key.text}) has authorizationScopes, which only a JWT authorizer checks. ` +
      "Set authorizationType JWT and authorizerId, or remove them.",
  ];
}

function rootRemarks({ match, routes }: StagePlan): readonly string[] {
  return routes.filter((route) => isUncoveredRoot(route, match)).map(rootRemark);
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

function limitRemarks(graph: Graph, api: Resource): readonly string[] {
  return graph
    .where(STAGE, "apiId", api.id)
    .filter(({ inputs }) => hasNoLimits(members(inputs["defaultRouteSettings"])))
    .map(
      ({ type, name }) =>
        `${type} "${name}": defaultRouteSettings without throttlingBurstLimit and throttlingRateLimit ` +
        "is deployed as 0 and answers 429 to everything. Set both.",
    );
}

// The AWS provider writes a zero for each limit that is not given: https://github.com/pulumi/pulumi-aws/issues/2363
function hasNoLimits(settings: Properties): boolean {
  if (Object.keys(settings).length === 0) return false;
  return (
    settings["throttlingBurstLimit"] === undefined || settings["throttlingRateLimit"] === undefined
  );
}
