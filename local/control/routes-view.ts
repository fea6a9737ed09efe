import { type Graph, type Resource, text, texts, type Value } from "../program/graph.ts";

const API = "aws:apigatewayv2/api:Api";
const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
const FUNCTION = "aws:lambda/function:Function";
const INTEGRATION = "aws:apigatewayv2/integration:Integration";
const ROUTE = "aws:apigatewayv2/route:Route";
const STAGE = "aws:apigatewayv2/stage:Stage";

/** One row of `GET /routes`; `api`, `authorizer` and `function` are logical names. */
export interface RouteRow {
  readonly api: string | null;
  readonly stage: string;
  readonly routeKey: string;
  readonly authorization: string;
  readonly scopes: readonly string[];
  readonly authorizer: string | null;
  readonly function: string | null;
}

/** Every route of the graph, once for each stage of its API (design 5.3). */
export function routesView(graph: Graph): { routes: RouteRow[] } {
  const quick = graph.ofType(API).filter(({ inputs }) => inputs["target"] !== undefined);
  const routes = graph.ofType(ROUTE).flatMap((route) => rowsOf(graph, route));
  return { routes: [...quick.flatMap((api) => quickCreateRows(graph, api)), ...routes] };
}

function rowsOf(graph: Graph, route: Resource): RouteRow[] {
  const { inputs } = route;
  const api = graph.byId(API, inputs["apiId"]);
  const authorizer = graph.byId(AUTHORIZER, inputs["authorizerId"]);
  const row = {
    api: api?.name ?? null,
    routeKey: text(inputs["routeKey"]) ?? "",
    authorization: text(inputs["authorizationType"]) ?? "NONE",
    scopes: texts(inputs["authorizationScopes"]),
    authorizer: authorizer?.name ?? null,
    function: functionOf(graph, inputs["target"])?.name ?? null,
  };
  return stagesOf(graph, inputs["apiId"]).map((stage) => ({ ...row, stage }));
}

/** The route that an API made with `target` brings (design 5.2). */
function quickCreateRows(graph: Graph, api: Resource): RouteRow[] {
  const row = {
    api: api.name,
    routeKey: text(api.inputs["routeKey"]) ?? "$default",
    authorization: "NONE",
    scopes: [],
    authorizer: null,
    function: functionAt(graph, api.inputs["target"])?.name ?? null,
  };
  const stages = new Set(["$default", ...stagesOf(graph, api.id)]);
  return [...stages].map((stage) => ({ ...row, stage }));
}

function stagesOf(graph: Graph, apiId: Value | undefined): readonly string[] {
  const stages = graph.where(STAGE, "apiId", apiId ?? null);
  const names = stages.map((stage) => text(stage.outputs["name"]) ?? stage.id);
  return names.length > 0 ? names : ["$default"];
}

function functionOf(graph: Graph, target: Value | undefined): Resource | undefined {
  const id = text(target)?.replace(/^integrations\//, "");
  return functionAt(graph, graph.byId(INTEGRATION, id)?.inputs["integrationUri"]);
}

function functionAt(graph: Graph, uri: Value | undefined): Resource | undefined {
  return graph
    .ofType(FUNCTION)
    .find(
      ({ outputs }) =>
        uri !== undefined && (uri === outputs["invokeArn"] || uri === outputs["arn"]),
    );
}
