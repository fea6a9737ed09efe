import type * as pulumi from "@pulumi/pulumi";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyResultV2,
  Context,
} from "aws-lambda";
import { integerProblem, type Problem } from "./arguments";
import type { PolicyStatement } from "./inline-function";
import { limits } from "./limits";
import { type Access, accessProblem } from "./route-access";
import { type HttpMethod, logicalName, routeIdentity, routeKeyProblem } from "./route-key";

/** Settings of a route's function. A route's own value wins over the table's default. */
export interface RouteDefaults {
  /** Environment variables. A secret goes by its name in a secret store, not by its value. */
  readonly environment?: { readonly [name: string]: pulumi.Input<string> };
  /** After this time the caller gets 503. 1 to 29. @default 10 */
  readonly timeoutSeconds?: number;
  /** Memory, and with it processor time. 128 to 10,240. @default 256 */
  readonly memoryMb?: number;
  /** Whether X-Ray records each call. HTTP APIs have no tracing of their own. @default false */
  readonly tracing?: boolean;
}

export interface RouteOptions extends RouteDefaults {
  /** @default none: the function writes its own log and nothing else */
  readonly policies?: readonly PolicyStatement[];
}

/**
 * One route: who may call it and the function that answers. A protected route's handler finds the
 * token's claims in its event, a public one's does not.
 */
export type Route<Scope extends string = string> =
  | (Extract<Access<Scope>, { public?: never }> & {
      readonly handler: RouteHandler<APIGatewayProxyEventV2WithJWTAuthorizer>;
    } & RouteOptions)
  | (Extract<Access<Scope>, { scopes?: never }> & {
      readonly handler: RouteHandler<APIGatewayProxyEventV2>;
    } & RouteOptions);

export type RouteHandler<Event> = (
  event: Event,
  context: Context,
) => Promise<APIGatewayProxyResultV2>;

/** Routes by key, such as `"GET /orders/{id}"`. `$default` answers what no other route matches. */
export interface RouteTable<Scope extends string = string> {
  readonly [routeKey: `${HttpMethod} /${string}`]: Route<Scope>;
  readonly $default?: Route<Scope>;
}

/** The routes of a table with their keys, in its order. */
export function routesOf(table: RouteTable): [string, Route][] {
  return Object.entries(table);
}

/** What a table is judged against. */
export interface TableContext {
  readonly apiName: string;
  readonly definedScopes: readonly string[];
  /** Keys of the routes that the API has already. */
  readonly existing: readonly string[];
}

/** Everything that is wrong with a route table, in the table's order. */
export function* tableProblems(
  table: RouteTable,
  { apiName, definedScopes, existing }: TableContext,
): Iterable<Problem> {
  const taken = [...existing];
  for (const [routeKey, route] of routesOf(table)) {
    yield routeKeyProblem(routeKey);
    yield accessProblem(routeKey, route, definedScopes);
    yield* optionProblems(`routes["${routeKey}"]`, route);
    yield duplicateProblem(apiName, routeKey, taken);
    taken.push(routeKey);
  }
  if (taken.length > limits.routesPerApi) {
    yield (
      `The API has ${taken.length} routes: API Gateway takes at most ${limits.routesPerApi}. ` +
      `Divide them between two APIs.`
    );
  }
}

/** What is wrong with a route's options, or with a table's defaults. */
export function* optionProblems(path: string, options: RouteOptions): Iterable<Problem> {
  yield integerProblem(`${path}.timeoutSeconds`, options.timeoutSeconds, limits.timeoutSeconds);
  yield integerProblem(`${path}.memoryMb`, options.memoryMb, limits.memoryMb);
  for (const { actions, resources } of options.policies ?? []) {
    const action = actions.find((name) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(name));
    if (action !== undefined) {
      yield `${path}.policies allows "${action}": name each action, such as "dynamodb:GetItem".`;
    }
    if (resources.some((arn) => typeof arn === "string" && !arn.startsWith("arn:"))) {
      yield `${path}.policies names a resource that is no ARN: name each resource by its ARN.`;
    }
  }
}

function duplicateProblem(apiName: string, routeKey: string, taken: readonly string[]): Problem {
  const same = taken.find((other) => routeIdentity(other) === routeIdentity(routeKey));
  if (same !== undefined) {
    const why = same === routeKey ? "" : ": the names of parameters do not tell routes apart";
    return `routes["${routeKey}"] is the same route as "${same}", which the API has already${why}.`;
  }
  const name = logicalName(apiName, routeKey);
  const namesake = taken.find((other) => logicalName(apiName, other) === name);
  return (
    namesake &&
    `routes["${routeKey}"] and "${namesake}" are both named "${name}": rename the parameter.`
  );
}
