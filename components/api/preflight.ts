import { preflight } from "../../handlers/preflight";
import { routeIdentity, routeKeysOf } from "./route-key";
import { type RouteTable, routesOf } from "./route-table";

/**
 * Open OPTIONS routes for the protected routes that would swallow a browser's preflight request.
 * `ANY` and `$default` match OPTIONS as well, and a preflight carries no token: it would be
 * answered 401 (H229).
 */
export function preflightRoutes(table: object): RouteTable {
  const present = new Set(Object.keys(table).flatMap(routeKeysOf).map(routeIdentity));
  const needed = routesOf(table)
    .filter(([, route]) => route.public === undefined)
    .flatMap(([routeKey]) => swallowedPreflights(routeKey))
    .filter((routeKey) => !present.has(routeIdentity(routeKey)));
  return Object.fromEntries([...new Set(needed)].map((routeKey) => [routeKey, route]));
}

const route = {
  public: "CORS preflight: a browser asks before it sends the token",
  handler: preflight,
};

function swallowedPreflights(routeKey: string): string[] {
  // A greedy parameter does not match the root (H24).
  if (routeKey === "$default") return ["OPTIONS /", "OPTIONS /{proxy+}"];
  return routeKey.startsWith("ANY ") ? [routeKey.replace("ANY", "OPTIONS")] : [];
}
