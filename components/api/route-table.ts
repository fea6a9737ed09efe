import { FUNCTION_DEFAULTS, FUNCTION_OPTIONS } from "../function/function-options";
import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import {
  any,
  fields,
  flag,
  items,
  list,
  needed,
  object,
  type ShapesOf,
  table,
  text,
} from "../shared/shapes";
import { throttleProblems } from "./api-settings";
import { AWS_CALL } from "./aws-service";
import type { DeclaredRoute, Route, RouteDefaults, Routes } from "./route";
import { accessProblem } from "./route-access";
import { backendProblems, PRIVATE } from "./route-backend";
import { logicalName, routeIdentity, routeKeyProblem, routeKeysOf } from "./route-key";

/** Routes behind a JWT authorizer. */
export type RouteTable<Scope extends string = string> = Routes<Route<Scope>>;

/** The routes of a table with their keys, in its order. */
export function routesOf(table: object): [string, DeclaredRoute][] {
  return Object.entries(table);
}

/** What a route of any kind takes. */
const FIELDS: ShapesOf<DeclaredRoute> = {
  ...FUNCTION_OPTIONS,
  scopes: items(text),
  public: any,
  throttle: any,
  handler: any,
  proxy: any,
  passesToken: flag,
  private: fields(PRIVATE),
  aws: AWS_CALL,
  method: any,
  headers: table(needed(object)),
};

const ROUTE = fields(FIELDS);

/** What the defaults of a table take. */
const DEFAULT_FIELDS: ShapesOf<RouteDefaults> = { ...FUNCTION_DEFAULTS, scopes: list(text) };

/** Shape of a table's defaults. */
export const DEFAULTS = fields(DEFAULT_FIELDS);

/** A table whose routes can be read, which is asked before they are. */
export const TABLE = needed(table(needed(object)));

/** What a table is judged against. */
export interface TableContext {
  readonly apiName: string;
  /** Undefined where an authorizer without scopes decides. */
  readonly definedScopes: readonly string[] | undefined;
  /** Keys of the tables that the API has already. */
  readonly existing: readonly string[];
  readonly stages: readonly string[];
  /** Whether the stages have their routes' limits already. */
  readonly throttleIsLate: boolean;
}

/** Everything that is wrong with a route table, in the table's order. */
export function* tableProblems(
  entries: Iterable<readonly [string, DeclaredRoute]>,
  context: TableContext,
): Iterable<Problem> {
  const taken = [...context.existing];
  for (const [tableKey, route] of entries) {
    yield routeKeyProblem(tableKey);
    yield* ROUTE.problems(`routes["${tableKey}"]`, route);
    yield accessProblem(tableKey, route, context.definedScopes);
    yield* backendProblems(tableKey, route, route.public !== undefined);
    yield* routeThrottleProblems(tableKey, route, context.throttleIsLate);
    yield duplicateProblem(context.apiName, tableKey, taken);
    yield shadowProblem(tableKey, context.stages);
    taken.push(tableKey);
  }
  const count = taken.flatMap(routeKeysOf).length;
  if (count > limits.routesPerApi) {
    yield (
      `The API has ${count} routes: API Gateway takes at most ${limits.routesPerApi}. ` +
      `Divide them between two APIs.`
    );
  }
}

function duplicateProblem(apiName: string, tableKey: string, taken: readonly string[]): Problem {
  const routeKeys = routeKeysOf(tableKey);
  const own = new Set(routeKeys.map(routeIdentity));
  if (own.size < routeKeys.length) {
    return `routes["${tableKey}"] names a method twice: remove one.`;
  }
  const same = taken.find((other) =>
    routeKeysOf(other).some((routeKey) => own.has(routeIdentity(routeKey))),
  );
  if (same !== undefined) {
    const isPlain = routeKeysOf(same).some((routeKey) => routeKeys.includes(routeKey));
    const why = isPlain ? "" : ": the names of parameters do not tell routes apart";
    return `routes["${tableKey}"] is the same route as "${same}", which the API has already${why}.`;
  }
  const name = logicalName(apiName, tableKey);
  const namesake = taken.find((other) => logicalName(apiName, other) === name);
  return (
    namesake &&
    `routes["${tableKey}"] and "${namesake}" are both named "${name}": rename the parameter.`
  );
}

function* routeThrottleProblems(
  tableKey: string,
  { throttle }: DeclaredRoute,
  isLate: boolean,
): Iterable<Problem> {
  if (throttle === undefined) return;
  const path = `routes["${tableKey}"].throttle`;
  yield* throttleProblems(path, throttle);
  if (isLate) {
    yield `${path} comes too late, the stage has its limits: add the route before the program awaits anything.`;
  }
}

/** A stage is chosen before the route: beside `$default`, its name hides what begins with it (H3). */
function shadowProblem(tableKey: string, stages: readonly string[]): Problem {
  const [, segment = ""] = tableKey.split("/");
  if (!stages.includes("$default") || !stages.includes(segment)) return undefined;
  return `routes["${tableKey}"] is never reached: the stage "${segment}" answers below /${segment}. Rename one.`;
}
