import { CreationError } from "../../program/creation-error.ts";
import { type Graph, type Properties, type Resource, text, texts } from "../../program/graph.ts";
import { INTEGRATION, ROUTE } from "../../program/types.ts";
import { parseRouteKey, type RouteKey } from "../route-key.ts";

/** A route as the program describes it. */
export interface RouteSource {
  /** The route, or the API itself for a route made by quick create. */
  readonly resource: Resource;
  readonly key: RouteKey;
  /** `NONE`, `JWT`, `CUSTOM` or `AWS_IAM`. */
  readonly authorizationType: string;
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
  /** Inputs of its integration; undefined for a route without target. */
  readonly integration: Properties | undefined;
}

/**
 * All routes of an API, checked as AWS checks them when they are created.
 * @throws CreationError for H20, H21, H25, H26, H296: more than 10 scopes, an integration of another API
 */
export function readRoutes(graph: Graph, api: Resource): readonly RouteSource[] {
  const routes = graph.where(ROUTE, "apiId", api.id).map((resource) => readRoute(graph, resource));
  const quick = quickCreateRoute(api);
  const all = quick ? [quick, ...routes] : routes;
  refuseConflicts(all);
  return all;
}

function readRoute(graph: Graph, resource: Resource): RouteSource {
  const { inputs } = resource;
  const scopes = texts(inputs["authorizationScopes"]);
  if (scopes.length > 10) {
    throw new CreationError(resource, {
      code: "BadRequestException",
      value: `authorizationScopes has ${scopes.length} scopes`,
      text: "a route takes at most 10 scopes.",
      fix: "Any one scope lets a request pass: name fewer, wider ones.",
    });
  }
  return {
    resource,
    key: readKey(resource),
    authorizationType: text(inputs["authorizationType"]) ?? "NONE",
    authorizerId: text(inputs["authorizerId"]),
    scopes,
    integration: readTarget(graph, resource),
  };
}

function readKey(resource: Resource): RouteKey {
  const routeKey = text(resource.inputs["routeKey"]) ?? "$default";
  const key = parseRouteKey(routeKey);
  if ("identity" in key) return key;
  throw new CreationError(resource, {
    code: "BadRequestException",
    value: `routeKey "${routeKey}"`,
    text: `${key.refused}.`,
    fix: "Write `METHOD /path` without a trailing slash, or `$default`.",
  });
}

function readTarget(graph: Graph, resource: Resource): Properties | undefined {
  const { inputs } = resource;
  const target = text(inputs["target"]);
  if (target === undefined) return undefined;
  const id = target.replace(/^integrations\//, "");
  const integration = graph.byId(INTEGRATION, id);
  if (integration && integration.inputs["apiId"] === inputs["apiId"]) return integration.inputs;
  throw new CreationError(resource, {
    code: "NotFoundException",
    value: `target "${target}"`,
    text: "Invalid Integration identifier specified.",
    fix: "Set it to `integrations/` and the id of an integration of this API.",
  });
}

// An API made with `target` brings its route, by default the catch-all, and its integration (design.md 5.2).
function quickCreateRoute(api: Resource): RouteSource | undefined {
  const target = text(api.inputs["target"]);
  if (target === undefined) return undefined;
  const isUrl = /^https?:\/\//.test(target);
  return {
    resource: api,
    key: readKey(api),
    authorizationType: "NONE",
    authorizerId: undefined,
    scopes: [],
    integration: {
      integrationType: isUrl ? "HTTP_PROXY" : "AWS_PROXY",
      integrationUri: target,
      payloadFormatVersion: isUrl ? "1.0" : "2.0",
      ...(api.inputs["credentialsArn"] ? { credentialsArn: api.inputs["credentialsArn"] } : {}),
    },
  };
}

function refuseConflicts(routes: readonly RouteSource[]): void {
  const byIdentity = new Map<string, RouteSource>();
  for (const route of routes) {
    const { identity, text: routeKey } = route.key;
    const earlier = byIdentity.get(identity);
    byIdentity.set(identity, route);
    if (!earlier) continue;
    const isSame = earlier.key.text === routeKey;
    throw new CreationError(route.resource, {
      code: "ConflictException",
      value: `routeKey "${routeKey}"`,
      text: isSame
        ? `Route with key ${routeKey} already exists for this API.`
        : `The provided route key "${routeKey}" has a conflicting variable on the same hierarchical level as "${earlier.key.text}".`,
      fix: `Remove it or "${earlier.resource.name}".`,
    });
  }
}
