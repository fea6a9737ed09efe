import type * as pulumi from "@pulumi/pulumi";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithIAMAuthorizer,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyResultV2,
  Context,
} from "aws-lambda";
import type { Authorizer, IamAuthorizer } from "../authorizer";
import type { AnyHandler } from "../function/function-code";
import type { FunctionDefaults, FunctionOptions } from "../function/function-options";
import type { HeaderMapping } from "../header-mapping";
import type { RequestAuthorizer } from "../request-authorizer";
import type { ThrottleArgs } from "./api-settings";
import type { AwsCall } from "./aws-service";
import type { Access } from "./route-access";
import type { HttpMethod } from "./route-key";

/** Answers requests; `context` tells the function's own name, request id and remaining time. */
export type RouteHandler<Event> = (
  event: Event,
  context: Context,
) => Promise<APIGatewayProxyResultV2>;

/** Settings of a route, whatever answers it. */
export interface RouteOptions {
  /**
   * Limit of this route; above it callers get 429.
   * @default the stage's, and half of it for a public route
   */
  readonly throttle?: ThrottleArgs;
}

/** A function answers. */
export interface FunctionRoute<Event> extends RouteOptions, FunctionOptions {
  readonly handler: RouteHandler<Event>;
  readonly proxy?: never;
  readonly private?: never;
  readonly aws?: never;
}

/** What all back ends other than functions have in common. */
interface BackendOptions extends RouteOptions {
  readonly handler?: never;
  /** After this time the caller gets 503. 1 to 30. @default 29 */
  readonly timeoutSeconds?: number;
}

/** A back end on the internet answers. */
export interface ProxyRoute extends BackendOptions {
  /** Address, `https://` only. `{name}` stands for the route's parameter of that name. */
  readonly proxy: pulumi.Input<string>;
  /** Method of the call. @default the caller's */
  readonly method?: HttpMethod;
  /** Headers that the back end gets in place of the caller's own. @default none */
  readonly headers?: HeaderMapping;
  readonly private?: never;
  readonly aws?: never;
}

/**
 * API Gateway hands the `Authorization` header to the back end and cannot be told not to (H273):
 * on a protected route that is a decision.
 */
export interface TokenPassing {
  /** The back end sees callers' tokens, and could use them until they expire. */
  readonly passesToken: true;
}

/** A load balancer or service inside a network answers, over TLS. */
export interface PrivateRoute extends BackendOptions {
  readonly private: PrivateBackend;
  readonly method?: HttpMethod;
  readonly headers?: HeaderMapping;
  readonly proxy?: never;
  readonly aws?: never;
}

/** Where inside a network an answer comes from. */
export interface PrivateBackend {
  /** ARN of a listener of a load balancer, or of a service of Cloud Map. */
  readonly arn: pulumi.Input<string>;
  readonly vpcLinkId: pulumi.Input<string>;
  /** Host name that the back end's certificate must have. */
  readonly serverName: pulumi.Input<string>;
}

/** A service of AWS answers, without a function between. */
export interface AwsRoute extends BackendOptions {
  readonly aws: AwsCall;
  readonly proxy?: never;
  readonly private?: never;
}

type Backend = PrivateRoute | AwsRoute;
type PublicAccess = Extract<Access, { scopes?: never }>;
type ScopedAccess<Scope extends string> = Extract<Access<Scope>, { public?: never }>;
/** The table's scopes where the route names none. */
type DefaultedAccess<Scope extends string> = Partial<ScopedAccess<Scope>>;
/** The table's authorizer decides by itself. */
interface DecidedAccess {
  readonly scopes?: never;
  readonly public?: never;
}

type Guarded<Guard, Event> =
  | (Guard & (FunctionRoute<Event> | Backend | (ProxyRoute & TokenPassing)))
  | (PublicAccess &
      (FunctionRoute<APIGatewayProxyEventV2> | Backend | (ProxyRoute & Partial<TokenPassing>)));

/**
 * One route: who may call it and what answers. A protected route's handler finds the token's claims
 * in its event, a public one's does not.
 */
export type Route<Scope extends string = string> = Guarded<
  ScopedAccess<Scope>,
  APIGatewayProxyEventV2WithJWTAuthorizer
>;

/**
 * Routes by key, such as `"GET /orders/{id}"` or, for several methods, `"GET,HEAD /orders"`.
 * `$default` answers what no other route matches.
 */
export interface Routes<Each> {
  readonly [routeKey: `${HttpMethod} /${string}`]: Each;
  readonly [routeKey: `${HttpMethod},${string} /${string}`]: Each;
  readonly $default?: Each;
}

/** Settings for all routes of a table; a route's own win. */
export interface RouteDefaults<Scope extends string = string> extends FunctionDefaults {
  /** Scopes of the routes that state neither scopes nor `public`. @default none: each must state it */
  readonly scopes?: readonly [Scope, ...Scope[]];
}

/** The table that goes with an authorizer and its defaults. */
export type RoutesFor<By extends Authorizer, Defaults> = By extends IamAuthorizer
  ? Routes<Guarded<DecidedAccess, APIGatewayProxyEventV2WithIAMAuthorizer>>
  : By extends RequestAuthorizer<infer Caller>
    ? Routes<Guarded<DecidedAccess, APIGatewayProxyEventV2WithLambdaAuthorizer<Caller>>>
    : Routes<ScopedRoute<ScopeOf<By>, Defaults>>;

type ScopedRoute<Scope extends string, Defaults> = Defaults extends { readonly scopes: object }
  ? Guarded<DefaultedAccess<Scope>, APIGatewayProxyEventV2WithJWTAuthorizer>
  : Route<Scope>;

/** Scopes that an authorizer defines. */
export type ScopeOf<By> = By extends { readonly scopes: readonly (infer Scope extends string)[] }
  ? Scope
  : never;

/** A route of any table, as the component sees it: the types above have made it sound. */
export interface DeclaredRoute extends FunctionOptions, RouteOptions {
  readonly scopes?: readonly string[];
  readonly public?: string;
  readonly handler?: AnyHandler;
  readonly proxy?: pulumi.Input<string>;
  readonly passesToken?: true;
  readonly private?: PrivateBackend;
  readonly aws?: AwsCall;
  readonly method?: HttpMethod;
  readonly headers?: HeaderMapping;
}
