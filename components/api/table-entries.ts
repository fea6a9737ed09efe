import type { FunctionDefaults } from "../function/function-options";
import type { ThrottleArgs } from "./api-settings";
import { preflightRoutes } from "./preflight";
import type { DeclaredRoute, RouteDefaults } from "./route";
import { routesOf } from "./route-table";

/** A key of a route table and its route, complete with the table's defaults. */
export type TableEntry = readonly [tableKey: string, route: DeclaredRoute];

/** What entries take from their API and table. */
export interface EntryOptions {
  readonly defaults: RouteDefaults;
  /** Whether pages of other origins call, so that preflights must be answered. */
  readonly hasCors: boolean;
  /** Of public routes that have none of their own. */
  readonly publicThrottle: ThrottleArgs | undefined;
}

/** The routes of a table as they are made: with defaults, and open routes for preflights. */
export function entriesOf(table: object, options: EntryOptions): readonly TableEntry[] {
  const { scopes, ...defaults } = options.defaults;
  const own = routesOf(table).map(([tableKey, route]): TableEntry => {
    const scoped = hasAccess(route) || scopes === undefined ? route : { ...route, scopes };
    return [tableKey, throttled(withDefaults(scoped, defaults), options.publicThrottle)];
  });
  const preflights = options.hasCors ? routesOf(preflightRoutes(table)) : [];
  return [
    ...own,
    ...preflights.map(([key, route]): TableEntry => [key, withDefaults(route, defaults)]),
  ];
}

function hasAccess(route: DeclaredRoute): boolean {
  return route.scopes !== undefined || route.public !== undefined;
}

/** A back end that is no function has none of these settings. */
function withDefaults(route: DeclaredRoute, defaults: FunctionDefaults): DeclaredRoute {
  if (route.handler === undefined) return route;
  const environment = { ...defaults.environment, ...route.environment };
  return {
    ...defaults,
    ...route,
    ...(Object.keys(environment).length > 0 && { environment }),
  };
}

function throttled(route: DeclaredRoute, throttle: ThrottleArgs | undefined): DeclaredRoute {
  if (route.public === undefined || route.throttle !== undefined) return route;
  return throttle === undefined ? route : { ...route, throttle };
}
