import { readStages } from "../../gateway/plan/stage-source.ts";
import { type Graph, type Resource, text } from "../../program/graph.ts";
import { type RouteRow, routeRows } from "../route-rows.ts";
import type { OpenApiDocument } from "./document-types.ts";
import { pathsOf } from "./paths.ts";
import { gatewayAnswers } from "./responses.ts";
import { routeSecurity } from "./security-schemes.ts";
import { serversOf } from "./servers.ts";

/** Which document is wanted. */
export interface DocumentRequest {
  /** The `aws:apigatewayv2/api:Api`. */
  readonly api: Resource;
  /** One stage's routes and address; undefined: those of every stage. */
  readonly stage?: string | undefined;
  /** Addresses in place of those that the graph gives. */
  readonly servers: readonly string[];
}

/**
 * Describes an HTTP API of the program.
 * @throws CreationError for what AWS refuses when it is made (H296)
 */
export function openApiDocument(
  graph: Graph,
  { api, stage, servers: given }: DocumentRequest,
): OpenApiDocument {
  const stages = readStages(graph, api)
    .map(({ name }) => name)
    .filter((name) => stage === undefined || name === stage);
  const routes = distinctRoutes(
    routeRows(graph).filter((row) => row.api === api.name && stages.includes(row.stage ?? "")),
  );
  const servers = given.length > 0 ? given.map((url) => ({ url })) : serversOf(graph, api, stages);
  const description = text(api.inputs["description"]);
  return {
    openapi: "3.1.1",
    info: {
      title: api.name,
      version: text(api.inputs["version"]) ?? "unversioned",
      ...(description !== undefined && { description }),
    },
    ...(servers.length > 0 && { servers }),
    paths: pathsOf(graph, routes),
    components: { securitySchemes: schemesOf(graph, routes), ...gatewayAnswers },
  };
}

/** Every route once, wherever a stage has it. */
function distinctRoutes(rows: readonly RouteRow[]): readonly RouteRow[] {
  const served = rows.filter(({ isServed }) => isServed);
  return [...new Map(served.map((row) => [row.routeKey, row])).values()];
}

function schemesOf(graph: Graph, rows: readonly RouteRow[]) {
  return Object.assign(
    {},
    ...rows.map((row) => routeSecurity(graph, row).schemes),
  ) as OpenApiDocument["components"]["securitySchemes"];
}
