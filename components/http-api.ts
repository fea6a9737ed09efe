import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { accessLogFormat } from "./access-log";
import { alarmProblems } from "./alarms";
import { type ApiAlarmArgs, createApiAlarms } from "./api-alarms";
import {
  type CorsArgs,
  corsConfiguration,
  corsProblems,
  type ThrottleArgs,
  throttleProblems,
  throttleSettings,
} from "./api-settings";
import { type Problem, refuse } from "./arguments";
import { DEFAULT_LOG_RETENTION_DAYS, logRetentionProblem } from "./inline-function";
import {
  type JwtAuthorizer,
  authorizerName,
  authorizerProblem,
  createJwtAuthorizer,
} from "./jwt-authorizer";
import { LambdaRoute } from "./lambda-route";
import { limits } from "./limits";
import { preflightRoutes } from "./preflight";
import { logicalName } from "./route-key";
import {
  optionProblems,
  type Route,
  type RouteDefaults,
  type RouteTable,
  routesOf,
  tableProblems,
} from "./route-table";
import { serviceKeyTags } from "./service-key";

export interface HttpApiArgs {
  /** @default off: only pages of the API's own origin may call it */
  readonly cors?: CorsArgs | undefined;
  /** Limit of the whole stage; above it callers get 429. @default rate 100, burst 200 */
  readonly throttle?: ThrottleArgs;
  /** Days that access log and function logs are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Alarms on refused, failed, slow and throttled requests; `{}` takes every default. @default none */
  readonly alarms?: ApiAlarmArgs | undefined;
}

/**
 * An HTTP API with its stage, access log and limits. It has no routes until `addRoutes` gives it
 * some.
 *
 * @example
 * const api = new HttpApi("api", {});
 * const authorizer = {
 *   issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3",
 *   audience: ["client"],
 *   scopes: ["orders/read"],
 * } as const;
 * api.addRoutes(authorizer, {
 *   "GET /orders": { scopes: ["orders/read"], handler: async () => json(200, []) },
 *   "GET /health": { public: "Health check", handler: async () => json(200, "well") },
 * });
 */
export class HttpApi extends pulumi.ComponentResource {
  public static readonly __pulumiType = "secure-api:http:HttpApi";
  /** Base URL, without a trailing slash. */
  public readonly url: pulumi.Output<string>;
  public readonly id: pulumi.Output<string>;

  private readonly name: string;
  private readonly stageArn: pulumi.Output<string>;
  private readonly logRetentionDays: number;
  private readonly alarms: ApiAlarmArgs | undefined;
  private readonly hasCors: boolean;
  private readonly routeKeys: string[] = [];
  private readonly authorizers = new Map<string, KnownAuthorizer>();

  constructor(name: string, args: HttpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super(HttpApi.__pulumiType, name, {}, opts);
    refuse(apiProblems(args), this);

    const api = new apigatewayv2.Api(
      name,
      {
        protocolType: "HTTP",
        ...(args.cors && { corsConfiguration: corsConfiguration(args.cors) }),
      },
      { parent: this },
    );
    this.logRetentionDays = args.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS;
    const accessLog = new cloudwatch.LogGroup(
      `${name}-access-log`,
      {
        // The prefix spares an entry in CloudWatch's resource policy, which holds 5,120 characters
        // in all.
        name: pulumi.interpolate`/aws/vendedlogs/http-api/${api.id}`,
        retentionInDays: this.logRetentionDays,
        tags: serviceKeyTags,
      },
      { parent: this },
    );
    const stage = new apigatewayv2.Stage(
      `${name}-stage`,
      {
        apiId: api.id,
        name: "$default",
        autoDeploy: true,
        accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
        defaultRouteSettings: { ...throttleSettings(args.throttle), detailedMetricsEnabled: true },
      },
      { parent: this },
    );

    this.alarms = args.alarms;
    if (args.alarms !== undefined) {
      const alarmed = { apiId: api.id, stageName: stage.name, accessLogName: accessLog.name };
      createApiAlarms(name, alarmed, args.alarms, this);
    }

    this.name = name;
    this.hasCors = args.cors !== undefined;
    this.id = api.id;
    this.url = api.apiEndpoint;
    this.stageArn = stage.executionArn;
    this.registerOutputs({ url: this.url, id: this.id });
  }

  /**
   * Adds the routes of a table: protected ones accept access tokens of the authorizer's issuer that
   * carry one of their scopes, public ones accept everybody. May be called again with another table
   * or another authorizer.
   */
  public addRoutes<Scope extends string>(
    authorizer: JwtAuthorizer<Scope>,
    table: RouteTable<NoInfer<Scope>>,
    defaults: RouteDefaults = {},
  ): void {
    refuse(this.authorizerProblems(authorizer), this);
    refuse(optionProblems("defaults", defaults), this);
    const complete = this.hasCors ? { ...table, ...preflightRoutes(table) } : table;
    const context = {
      definedScopes: authorizer.scopes,
      existing: this.routeKeys,
      apiName: this.name,
    };
    refuse(tableProblems(complete, context), this);

    for (const [routeKey, route] of routesOf(complete)) {
      this.addRoute(routeKey, withDefaults(route, defaults), authorizer);
      this.routeKeys.push(routeKey);
    }
  }

  private addRoute(routeKey: string, route: Route, authorizer: JwtAuthorizer): void {
    new LambdaRoute(
      logicalName(this.name, routeKey),
      {
        apiId: this.id,
        stageArn: this.stageArn,
        routeKey,
        route,
        authorizerId: route.scopes === undefined ? undefined : this.authorizerId(authorizer),
        logRetentionDays: this.logRetentionDays,
        alarms: this.alarms,
      },
      { parent: this },
    );
  }

  /** One resource per authorizer, made for the first route that needs it. */
  private authorizerId(authorizer: JwtAuthorizer): pulumi.Output<string> {
    const name = authorizerName(authorizer);
    const known = this.authorizers.get(name);
    if (known !== undefined) return known.id;
    const { id } = createJwtAuthorizer(
      `${this.name}-${name}`,
      { apiId: this.id, authorizer },
      this,
    );
    this.authorizers.set(name, { authorizer, id });
    return id;
  }

  private *authorizerProblems(authorizer: JwtAuthorizer): Iterable<Problem> {
    yield authorizerProblem(authorizer);
    const name = authorizerName(authorizer);
    const namesake = this.authorizers.get(name);
    if (namesake !== undefined && namesake.authorizer !== authorizer) {
      yield `The API has another authorizer named "${name}": give this one a name of its own.`;
    }
    if (namesake === undefined && this.authorizers.size === limits.authorizersPerApi) {
      yield `The API has ${limits.authorizersPerApi} authorizers, which is all that API Gateway takes.`;
    }
  }
}

interface KnownAuthorizer {
  readonly authorizer: JwtAuthorizer;
  readonly id: pulumi.Output<string>;
}

function* apiProblems(args: HttpApiArgs): Iterable<Problem> {
  const { cors, throttle, logRetentionDays, alarms } = args;
  if (cors !== undefined) yield* corsProblems(cors);
  if (throttle !== undefined) yield* throttleProblems(throttle);
  yield logRetentionProblem(logRetentionDays);
  if (alarms !== undefined) yield* alarmProblems(alarms);
}

function withDefaults(route: Route, defaults: RouteDefaults): Route {
  const environment = { ...defaults.environment, ...route.environment };
  return {
    ...defaults,
    ...route,
    ...(Object.keys(environment).length > 0 && { environment }),
  };
}
