import type { Graph } from "../program/graph.ts";
import { API } from "../program/types.ts";
import { isHttp, type RouteRow, routeRows } from "./route-rows.ts";
import { routeSections } from "./route-words.ts";
import type { Section } from "./text-table.ts";

/** What `npm run routes` tells of a program. */
export interface RoutesReport {
  readonly routes: readonly RouteRow[];
  /** What the table cannot show. */
  readonly remarks: readonly string[];
}

/** @throws CreationError for what AWS refuses when it is made (H296) */
export function routesReport(graph: Graph): RoutesReport {
  const routes = routeRows(graph);
  const apis = graph.ofType(API);
  const remarks = apis.flatMap((api) => {
    if (!isHttp(api)) {
      return [`API ${api.name} is a WebSocket API: its authorizer is asked once, on $connect`];
    }
    if (api.inputs["body"] !== undefined) {
      return [`API ${api.name} is imported from OpenAPI: the routes of its body are not listed`];
    }
    const isEmpty = !routes.some((row) => row.api === api.name);
    return isEmpty ? [`API ${api.name} has no routes`] : [];
  });
  return { routes, remarks: apis.length === 0 ? ["the program has no API", ...remarks] : remarks };
}

/** The report in sections: one for each API and stage, and one for the remarks. */
export function routesSections({ routes, remarks }: RoutesReport): readonly Section[] {
  const sections = routeSections(routes);
  return remarks.length === 0 ? sections : [...sections, { title: "Remarks", notes: remarks }];
}
