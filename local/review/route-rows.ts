import { findFunction } from "../gateway/lambda-integration/function-uri.ts";
import type { RouteKey } from "../gateway/route-key.ts";
import { readRoutes, type RouteSource } from "../gateway/plan/route-source.ts";
import { readStages, type StageSource } from "../gateway/plan/stage-source.ts";
import { defaultSwitches } from "../gateway/switches.ts";
import type { ThrottleLimits } from "../gateway/throttle.ts";
import { readThrottleLimits } from "../gateway/plan/throttle-limits.ts";
import { type Graph, type Properties, type Resource, text, texts } from "../program/graph.ts";
import { shownInputs } from "../program/secrets.ts";
import { API, INTEGRATION, ROUTE, STAGE } from "../program/types.ts";
import { chooseRoutes, type Overlap } from "./route-overlaps.ts";
import { remarkOn } from "./route-remarks.ts";
import { readTrust, type Trust } from "./trust.ts";

/** How an integration's description begins that says why its route is open (design section 4). */
const PUBLIC = "public: ";

/** One route in one stage. Resources are named by their logical names. */
export interface RouteRow extends Trust {
  /** Null for a route of an API that the program does not make. */
  readonly api: string | null;
  /** Null where no stage serves the API. */
  readonly stage: string | null;
  readonly routeKey: string;
  /** `NONE`, `JWT`, `CUSTOM` or `AWS_IAM`. */
  readonly authorization: string;
  /** One of them is enough (H103); none: any token of the authorizer passes (H107). */
  readonly scopes: readonly string[];
  /** Why anyone may call it, as the integration's description states it. */
  readonly reason: string | null;
  /** Null: the account's limits alone. */
  readonly throttle: ThrottleLimits | null;
  /** The function that answers, null when it is none of the program's. */
  readonly function: string | null;
  /** What answers instead: a URL, a service's action, a function's ARN. */
  readonly target: string | null;
  readonly overlaps: readonly Overlap[];
  /** Whether the stage has the route: false without a stage, or when its deployment lacks the route (H7). */
  readonly isServed: boolean;
  /** Why requests do not get there as the row says. */
  readonly remark: string | null;
}

/**
 * Every route of the program, once for each stage of its API; APIs and stages in the program's order, routes by path.
 * @throws CreationError for routes and stages that AWS refuses when they are made (H296)
 */
export function routeRows(graph: Graph): readonly RouteRow[] {
  const known = graph.ofType(API);
  const strangers = graph
    .ofType(ROUTE)
    .filter(({ inputs }) => !known.some((api) => api.id === inputs["apiId"]));
  return [
    ...known.flatMap((api) => (isHttp(api) ? httpRows(graph, api) : otherRows(graph, api))),
    ...strangers.map((route) => uncheckedRow(graph, route, { api: null, stage: null })),
  ];
}

/** Whether the API is an HTTP API; the other kind is WebSocket. */
export function isHttp(api: Resource): boolean {
  return (text(api.inputs["protocolType"]) ?? "HTTP") === "HTTP";
}

function httpRows(graph: Graph, api: Resource): readonly RouteRow[] {
  const routes = readRoutes(graph, api).toSorted((one, other) => byPath(one.key, other.key));
  const stages = readStages(graph, api);
  const names = stages.map(({ name }) => name);
  if (stages.length === 0) {
    const place = { api: api.name, stage: null };
    return routes.map((route) => ({
      ...rowOf(graph, route, place),
      isServed: false,
      remark: "no stage serves it",
    }));
  }
  return stages.flatMap((stage) => {
    const released = routes.filter(({ resource }) => stage.releases(resource));
    const choice = chooseRoutes(
      released.map(({ key }) => key),
      defaultSwitches.greedyMatchesRoot,
    );
    const limitsOf = readThrottleLimits(stage, defaultSwitches);
    return routes.map((route) => ({
      ...rowOf(graph, route, { api: api.name, stage: stage.name }, stage.variables),
      throttle: limitsOf(route.key.text) ?? null,
      overlaps: released.includes(route) ? choice.overlapsOf(route.key) : [],
      isServed: released.includes(route),
      remark: remarkOn({ api, stage, stages: names, route, choice }),
    }));
  });
}

/** By path, then by method; `$default` last, as it gets what is left. */
function byPath(one: RouteKey, other: RouteKey): number {
  if (one.method === "$default") return 1;
  if (other.method === "$default") return -1;
  return `${one.path} ${one.method}` < `${other.path} ${other.method}` ? -1 : 1;
}

/** What the route's own resources say. */
function rowOf(
  graph: Graph,
  route: RouteSource,
  place: Pick<RouteRow, "api" | "stage">,
  variables: StageSource["variables"] = {},
): RouteRow {
  const { resource, integration, authorizationType } = route;
  const uri = text(integration?.["integrationUri"]) ?? "";
  const found = findFunction(graph, uri, variables)?.function;
  return {
    ...place,
    routeKey: route.key.text,
    authorization: authorizationType,
    ...readTrust(graph, route.authorizerId),
    scopes: route.scopes,
    throttle: null,
    function: found?.name ?? null,
    ...shownIntegration(graph, resource, { authorizationType, isOurs: found !== undefined }),
    overlaps: [],
    isServed: true,
    remark: null,
  };
}

/** What is read out of an integration; secrets in it stay hidden. */
function shownIntegration(
  graph: Graph,
  route: Resource,
  { authorizationType, isOurs }: { authorizationType: string; isOurs: boolean },
): Pick<RouteRow, "reason" | "target"> {
  const integration = integrationOf(graph, route);
  // Quick create has no integration of its own: the API's target is the address.
  const inputs: Properties = integration
    ? shownInputs(integration)
    : { integrationUri: route.type === API ? (shownInputs(route)["target"] ?? null) : null };
  const description = text(inputs["description"]) ?? "";
  const isStated = authorizationType === "NONE" && description.startsWith(PUBLIC);
  const answers = text(inputs["integrationSubtype"]) ?? text(inputs["integrationUri"]) ?? null;
  return {
    reason: isStated ? description.slice(PUBLIC.length) : null,
    target: isOurs ? null : answers,
  };
}

function integrationOf(graph: Graph, { inputs }: Resource): Resource | undefined {
  return graph.byId(INTEGRATION, text(inputs["target"])?.replace(/^integrations\//, ""));
}

/** Routes of WebSocket APIs: nothing is matched by method and path there. */
function otherRows(graph: Graph, api: Resource): readonly RouteRow[] {
  const stages = graph
    .where(STAGE, "apiId", api.id)
    .map((stage) => text(stage.outputs["name"]) ?? stage.name);
  return (stages.length > 0 ? stages : [null]).flatMap((stage) =>
    graph
      .where(ROUTE, "apiId", api.id)
      .map((route) => uncheckedRow(graph, route, { api: api.name, stage })),
  );
}

/** A route whose key is not read, as the gateway has no use for it. */
function uncheckedRow(
  graph: Graph,
  resource: Resource,
  place: Pick<RouteRow, "api" | "stage">,
): RouteRow {
  const { inputs } = resource;
  const routeKey = text(inputs["routeKey"]) ?? "";
  return rowOf(
    graph,
    {
      resource,
      key: { text: routeKey, method: "", path: "", segments: [], identity: routeKey },
      authorizationType: text(inputs["authorizationType"]) ?? "NONE",
      authorizerId: text(inputs["authorizerId"]),
      scopes: texts(inputs["authorizationScopes"]),
      integration: integrationOf(graph, resource)?.inputs,
    },
    place,
  );
}
