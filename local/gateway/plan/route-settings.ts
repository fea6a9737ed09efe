import { badRequest, CreationError } from "../../program/creation-error.ts";
import {
  type Graph,
  members,
  objects,
  type Properties,
  type Resource,
  text,
} from "../../program/graph.ts";
import { ROUTE } from "../../program/types.ts";

/** Settings for all routes and for single ones, each with where it stands. */
function settingsOf({ inputs }: Resource): readonly (readonly [string, Properties])[] {
  return [
    ["defaultRouteSettings", members(inputs["defaultRouteSettings"])],
    ...objects(inputs["routeSettings"]).map(
      (settings) => [placeOf(routeKeyOf(settings)), settings] as const,
    ),
  ];
}

function placeOf(routeKey: string): string {
  return `routeSettings["${routeKey}"]`;
}

function routeKeyOf(settings: Properties): string {
  return text(settings["routeKey"]) ?? "";
}

/**
 * Checks a stage's settings of routes. An HTTP API has no execution logs, and settings belong to a route of the API.
 * @throws CreationError for settings that ask for logs (H252), or are for a route that there is not (H243)
 */
export function checkRouteSettings(graph: Graph, api: Resource, stage: Resource): void {
  refuseLogs(stage);
  // Routes of an imported document are unknown here.
  if (api.inputs["body"] === undefined) refuseUnknownRoutes(graph, api, stage);
}

// Words: https://github.com/terraform-aws-modules/terraform-aws-apigateway-v2/pull/80
function refuseUnknownRoutes(graph: Graph, api: Resource, stage: Resource): void {
  const routes = graph.where(ROUTE, "apiId", api.id);
  const quickCreated = api.inputs["target"] === undefined ? [] : [api];
  const known = new Set(
    [...routes, ...quickCreated].map(({ inputs }) => text(inputs["routeKey"]) ?? "$default"),
  );
  for (const settings of objects(stage.inputs["routeSettings"])) {
    const routeKey = routeKeyOf(settings);
    if (known.has(routeKey)) continue;
    throw new CreationError(stage, {
      code: "NotFoundException",
      value: placeOf(routeKey),
      text: `Unable to find Route by key ${routeKey} within the provided RouteSettings`,
      fix: "Write the routeKey of a route of this API, letter for letter, or remove the settings.",
    });
  }
}

function refuseLogs(stage: Resource): void {
  for (const [where, settings] of settingsOf(stage)) {
    const level = text(settings["loggingLevel"]) ?? "OFF";
    if (level === "OFF" && settings["dataTraceEnabled"] !== true) continue;
    const value = level === "OFF" ? "dataTraceEnabled true" : `loggingLevel "${level}"`;
    throw badRequest(stage, {
      value: `${where} ${value}`,
      text: "execution logs are not supported on HTTP APIs.",
      fix: "Remove it; accessLogSettings tells of each request.",
    });
  }
}
