import { accountId } from "../../account.ts";
import type { Clock } from "../../clock.ts";
import type { Functions } from "../../functions/invocation.ts";
import { type Graph, members, type Resource, text } from "../../program/graph.ts";
import { createEventFrame } from "../lambda-integration/event-frame.ts";
import { mayInvoke, missingPermission, routeArn } from "../lambda-integration/invoke-permission.ts";
import { noPermission } from "../lambda-integration/lambda-plan.ts";
import { type AccessLogFormat, compileAccessLog } from "../log/access-log.ts";
import { compileRoutes, type RouteMatcher } from "../route-match.ts";
import type { Switches } from "../switches.ts";
import { createThrottle, type Throttle, type ThrottleLimits } from "../throttle.ts";
import type { AuthorizationPlan, StageAuthorization } from "./authorizer-plan.ts";
import { type IntegrationPlan, planIntegration } from "./integration-plan.ts";
import type { RouteFacts } from "./route-facts.ts";
import type { RouteSource } from "./route-source.ts";
import type { StageSource } from "./stage-source.ts";
import { readThrottleLimits } from "./throttle-limits.ts";

/** A route of one stage with everything a request needs, found by pointer (T15). */
export interface StageRoute extends RouteFacts {
  readonly authorization: AuthorizationPlan;
  readonly integration: IntegrationPlan;
  readonly throttle: Throttle | undefined;
}

/** A stage, ready to serve. */
export interface StagePlan {
  readonly name: string;
  readonly match: RouteMatcher<StageRoute>;
  readonly routes: readonly StageRoute[];
  /** Undefined when the stage keeps no access log. */
  readonly accessLog: AccessLogFormat | undefined;
}

/** What the stages of an API share. */
export interface StagePlanArgs {
  readonly graph: Graph;
  readonly api: Resource;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly switches: Switches;
  readonly routes: readonly RouteSource[];
  readonly authorizationOf: (route: RouteSource) => StageAuthorization;
}

/** Compiles one stage. */
export function planStage(args: StagePlanArgs, stage: StageSource): StagePlan {
  const { clock, switches } = args;
  const throttleOf = planThrottles(stage, clock, switches);
  const released = args.routes.filter(({ resource }) => stage.releases(resource));
  const routes = released.map((route) => planRoute(args, stage, route, throttleOf));
  const format = text(members(stage.inputs["accessLogSettings"])["format"]);
  return {
    name: stage.name,
    match: compileRoutes(routes, switches.greedyMatchesRoot),
    routes,
    accessLog: format === undefined ? undefined : compileAccessLog(format),
  };
}

function planRoute(
  args: StagePlanArgs,
  stage: StageSource,
  route: RouteSource,
  throttleOf: (routeKey: string) => Throttle | undefined,
): StageRoute {
  const { api } = args;
  const { key, scopes } = route;
  return {
    key,
    name: route.resource.name,
    scopes,
    authorization: args.authorizationOf(route)(stage),
    integration: planPermittedIntegration(args, stage, route),
    throttle: throttleOf(key.text),
    frame: createEventFrame({
      accountId,
      apiId: api.id,
      routeKey: key.text,
      stage: stage.name,
      stageVariables: stage.variables,
    }),
    arnPrefix: `arn:aws:execute-api:${api.region}:${accountId}:${api.id}/${stage.name}/`,
    switches: args.switches,
  };
}

function planPermittedIntegration(
  args: StagePlanArgs,
  stage: StageSource,
  route: RouteSource,
): IntegrationPlan {
  const { graph, api, functions } = args;
  const plan = planIntegration(graph, route, stage);
  if (plan.kind !== "lambda") return plan;
  const { method, path } = route.key;
  const { region, id: apiId } = api;
  const sourceArn = routeArn({ region, accountId, apiId, stage: stage.name, method, path });
  const request = {
    function: plan.function,
    qualifier: plan.qualifier,
    principal: "apigateway.amazonaws.com" as const,
    sourceArn,
    accountId,
  };
  if (!plan.hasCredentials && !mayInvoke(graph, request)) {
    return { kind: "broken", reason: noPermission, hint: missingPermission(request) };
  }
  const reason = functions.whyNotRunnable?.(plan.function.urn);
  if (reason === undefined) return plan;
  return { kind: "not-served", reason: `function "${plan.function.name}": ${reason}` };
}

// Routes that share their limits share the bucket (H243).
function planThrottles(
  stage: StageSource,
  clock: Clock,
  switches: Switches,
): (routeKey: string) => Throttle | undefined {
  const limitsOf = readThrottleLimits(stage, switches);
  const buckets = new Map<ThrottleLimits, Throttle>();
  return (routeKey) => {
    const limits = limitsOf(routeKey);
    if (!limits) return undefined;
    const bucket = buckets.get(limits) ?? createThrottle(limits, clock);
    buckets.set(limits, bucket);
    return bucket;
  };
}
