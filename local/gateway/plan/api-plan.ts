import type { Clock } from "../../clock.ts";
import type { Functions } from "../../functions/invocation.ts";
import { type Graph, members, type Resource, text } from "../../program/graph.ts";
import { type Cors, createCors } from "../cors.ts";
import { createHostCheck, type HostCheck } from "../hosts.ts";
import type { FindCredentials } from "../iam/issued-credentials.ts";
import type { FindIssuerKeys } from "../jwt/issuer-keys.ts";
import type { Switches } from "../switches.ts";
import { planAuthorizers } from "./authorizer-plan.ts";
import { checkApi, checkProtocol } from "./creation-checks.ts";
import { remarksOn } from "./remarks.ts";
import { readRoutes } from "./route-source.ts";
import { planStage, type StagePlan } from "./stage-plan.ts";
import { readStages } from "./stage-source.ts";

/** An API, ready to serve. */
export interface ApiPlan {
  readonly apiId: string;
  readonly answersTo: HostCheck;
  /** H10: only custom domain names work then, and this machine's names stand for the default endpoint (H295). */
  readonly isEndpointDisabled: boolean;
  readonly cors: Cors | undefined;
  /** The stage that a mapping names. */
  stageNamed(name: string): StagePlan | undefined;
  /** The stage of a path and the segments below it (H2–H5). */
  findStage(segments: readonly string[]): StageMatch | undefined;
  /** Why a path without a route may have one after all; it answers 501. */
  readonly unknownRoutes: string | undefined;
  readonly notServed: readonly string[];
  /** What is served as on AWS, and surprises there as well. */
  readonly remarks: readonly string[];
}

/** A stage and what is left of the path. */
export interface StageMatch {
  readonly stage: StagePlan;
  readonly segments: readonly string[];
}

/** What an API is compiled with. */
export interface ApiPlanArgs {
  readonly graph: Graph;
  readonly api: Resource;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly findIssuerKeys: FindIssuerKeys;
  readonly findCredentials: FindCredentials;
  readonly verifiedTokenCache: boolean;
  readonly switches: Switches;
}

/**
 * Compiles an API: after this a request asks the graph nothing (T15).
 * @throws CreationError for what AWS refuses when the resources are created (H296)
 */
export function planApi(args: ApiPlanArgs): ApiPlan {
  const { graph, api, switches } = args;
  checkProtocol(api);
  const unknownRoutes = unknownRoutesReason(api);
  const isHttp = (text(api.inputs["protocolType"]) ?? "HTTP") === "HTTP";
  const stages = isHttp ? planStages(args) : [emptyStage];
  return {
    apiId: api.id,
    answersTo: createHostCheck({ apiId: api.id, region: api.region }),
    isEndpointDisabled: api.inputs["disableExecuteApiEndpoint"] === true,
    cors: createCors(members(api.inputs["corsConfiguration"]), switches),
    stageNamed: (name) => (isHttp ? stages.find((stage) => stage.name === name) : emptyStage),
    findStage: stageFinder(stages),
    unknownRoutes,
    notServed: listNotServed(api, stages, unknownRoutes),
    remarks: isHttp ? remarksOn(graph, api, stages) : [],
  };
}

function planStages(args: ApiPlanArgs): readonly StagePlan[] {
  const { graph, api } = args;
  checkApi(graph, api);
  const routes = readRoutes(graph, api);
  const authorizationOf = planAuthorizers(args);
  // AWS refuses a route whether or not a stage serves it.
  for (const route of routes) authorizationOf(route);
  return readStages(graph, api).map((stage) =>
    planStage({ ...args, routes, authorizationOf }, stage),
  );
}

// Stands for the stages of an API that is not served at all: whatever is asked, there is no route.
const emptyStage: StagePlan = {
  name: "$default",
  match: () => undefined,
  routes: [],
  accessLog: undefined,
};

function stageFinder(stages: readonly StagePlan[]): ApiPlan["findStage"] {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const fallback = byName.get("$default");
  byName.delete("$default");
  return (segments) => {
    // H3, H4: a stage's name shadows a route, letter for letter.
    const named = byName.size > 0 ? byName.get(segments[0] ?? "") : undefined;
    if (!named) return fallback && { stage: fallback, segments };
    // H5: `/dev` and `/dev/` are both the stage's root.
    return { stage: named, segments: segments.length === 1 ? [""] : segments.slice(1) };
  };
}

function unknownRoutesReason(api: Resource): string | undefined {
  const protocol = text(api.inputs["protocolType"]) ?? "HTTP";
  if (protocol !== "HTTP") return `${protocol} APIs are not served here`;
  const isImported = api.inputs["body"] !== undefined;
  return isImported ? "routes imported from OpenAPI are not served here yet" : undefined;
}

function listNotServed(
  api: Resource,
  stages: readonly StagePlan[],
  unknownRoutes: string | undefined,
): readonly string[] {
  const lines = new Set<string>();
  if (unknownRoutes !== undefined) lines.add(`${api.type} "${api.name}": ${unknownRoutes}`);
  for (const route of stages.flatMap((stage) => stage.routes)) {
    for (const part of [route.authorization, route.integration]) {
      if (part.kind === "not-served") {
        lines.add(
          `aws:apigatewayv2/route:Route "${route.name}" (${route.key.text}): ${part.reason}`,
        );
      }
    }
  }
  return [...lines];
}
