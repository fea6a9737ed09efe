import type { Graph } from "../program/graph.ts";
import { routeRows, type RouteRow } from "../review/route-rows.ts";

/** One row of `GET /routes`. */
export type ListedRoute = Pick<
  RouteRow,
  "api" | "routeKey" | "authorization" | "scopes" | "authorizer" | "function"
> & { readonly stage: string };

/** Every route of the graph, once for each stage of its API (design 5.3). */
export function routesView(graph: Graph): { routes: ListedRoute[] } {
  const routes = routeRows(graph).map((row) => ({
    api: row.api,
    stage: row.stage ?? "$default",
    routeKey: row.routeKey,
    authorization: row.authorization,
    scopes: row.scopes,
    authorizer: row.authorizer,
    function: row.function,
  }));
  return { routes };
}
