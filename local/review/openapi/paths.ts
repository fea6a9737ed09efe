import { parseRouteKey, type RouteKey } from "../../gateway/route-key.ts";
import { defaultSwitches } from "../../gateway/switches.ts";
import type { Graph } from "../../program/graph.ts";
import { chooseRoutes, methodsOf, type RouteChoice } from "../route-overlaps.ts";
import type { RouteRow } from "../route-rows.ts";
import { callers } from "../route-words.ts";
import type { Operation, Parameter, PathItem } from "./document-types.ts";
import { responsesOf } from "./responses.ts";
import { routeSecurity } from "./security-schemes.ts";

interface KeyedRow {
  readonly key: RouteKey;
  readonly row: RouteRow;
}

/** The path items of one API. */
export function pathsOf(graph: Graph, rows: readonly RouteRow[]): Record<string, PathItem> {
  const keyed = rows.flatMap(withKey);
  const choice = chooseRoutes(
    keyed.map(({ key }) => key),
    defaultSwitches.greedyMatchesRoot,
  );
  const idOf = uniqueIds();
  const byShape = Map.groupBy(keyed, ({ key }) => shapeOf(key));
  const items = [...byShape.values()].flatMap((routes) => {
    const [first] = routes;
    if (!first) return [];
    if (first.key.method === "$default") return [defaultItem(graph, first, idOf)];
    // Two routes of one path may name its parameters differently (H25); OpenAPI has one name for each.
    return [[first.key.path, pathItem(graph, { key: first.key, routes, choice, idOf })] as const];
  });
  return Object.fromEntries(items);
}

function withKey(row: RouteRow): readonly KeyedRow[] {
  const key = parseRouteKey(row.routeKey);
  return "identity" in key ? [{ key, row }] : [];
}

/** The same for keys that differ in the method and in the names of parameters only. */
function shapeOf({ identity }: RouteKey): string {
  return identity.slice(identity.indexOf(" ") + 1);
}

function pathItem(
  graph: Graph,
  args: {
    readonly key: RouteKey;
    readonly routes: readonly KeyedRow[];
    readonly choice: RouteChoice;
    readonly idOf: (method: string, key: RouteKey) => string;
  },
): PathItem {
  const operations = args.routes.flatMap(({ key, row }) =>
    // ANY stands for the methods that have no route of their own (H18).
    methodsOf(key)
      .filter((method) => args.choice.winner(method, key) === key)
      .map((method) => [
        method.toLowerCase(),
        operationOf(graph, row, args.idOf(method, args.key)),
      ]),
  );
  const parameters = parametersOf(args.key);
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(Object.fromEntries(operations) as Record<string, Operation>),
  };
}

// OpenAPI has no path for "everything else": Amazon's exports write it this way.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-export.html
function defaultItem(
  graph: Graph,
  { key, row }: KeyedRow,
  idOf: (method: string, key: RouteKey) => string,
): readonly [string, PathItem] {
  const operation = operationOf(graph, row, idOf("ANY", key));
  const method = "x-amazon-apigateway-any-method";
  return ["/$default", { [method]: { ...operation, isDefaultRoute: true } }];
}

function operationOf(graph: Graph, row: RouteRow, operationId: string): Operation {
  const { requirements } = routeSecurity(graph, row);
  const words = callers(row);
  return {
    operationId,
    summary: row.routeKey,
    description: row.remark === null ? words : `${words} (${row.remark})`,
    security: requirements,
    responses: responsesOf(row),
    ...(row.reason !== null && { "x-public-reason": row.reason }),
  };
}

// A greedy parameter keeps its plus in path and name, as in Amazon's exports: `{proxy}` may be a route as well.
function parametersOf({ segments }: RouteKey): readonly Parameter[] {
  return segments.flatMap((segment) => {
    if (segment.kind === "literal") return [];
    const isGreedy = segment.kind === "greedy";
    return [
      {
        name: isGreedy ? `${segment.name}+` : segment.name,
        in: "path" as const,
        required: true as const,
        ...(isGreedy && { description: "The rest of the path, its slashes included." }),
        schema: { type: "string" as const },
      },
    ];
  });
}

/** Makes ids such as `getPetsById`; a number tells those apart that would be the same. */
function uniqueIds(): (method: string, key: RouteKey) => string {
  const taken = new Map<string, number>();
  return (method, { segments }) => {
    const words = segments.map((segment) =>
      segment.kind === "literal" ? pascalCase(segment.text) : `By${pascalCase(segment.name)}`,
    );
    const path = words.join("") || (segments.length === 0 ? "Default" : "Root");
    const id = `${method.toLowerCase()}${path}`;
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    return count === 1 ? id : `${id}${count}`;
  };
}

function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => (word[0] ?? "").toUpperCase() + word.slice(1)).join("");
}
