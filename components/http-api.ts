import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import { type ApiAlarmArgs, createApiAlarms } from "./api/api-alarms";
import { ApiAuthorizers } from "./api/api-authorizers";
import { createApiDashboard } from "./api/api-dashboard";
import { createApiDomain, domainUrl } from "./api/api-domain";
import type { Authorization } from "./api/api-route";
import { corsConfiguration, publicThrottle } from "./api/api-settings";
import { createStage, DEFAULT_STAGES, type RouteThrottle, stageUrl } from "./api/api-stages";
import { BackendRoute } from "./api/backend-route";
import { Gathered } from "./api/gathered";
import {
  apiProblems,
  type FunctionSettings,
  hasDefaultEndpoint,
  type HttpApiArgs,
  type StageNames,
  stageNames,
} from "./api/http-api-args";
import { LambdaRoute } from "./api/lambda-route";
import type { DeclaredRoute, RouteDefaults, RoutesFor, ScopeOf } from "./api/route";
import { logicalName } from "./api/route-key";
import { DEFAULTS, TABLE, tableProblems } from "./api/route-table";
import { entriesOf, type TableEntry } from "./api/table-entries";
import type { Authorizer } from "./authorizer";
import { optionProblems } from "./function/function-options";
import { type Problem, refuse } from "./shared/arguments";
import { DEFAULT_LOG_RETENTION_DAYS } from "./shared/log-retention";
import { logProtection } from "./shared/service-key";

/**
 * An HTTP API with its stages, access log and limits. It has no routes until `addRoutes` gives it
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
  /** Base URL of the domain, else of the first stage, without a trailing slash. */
  public readonly url: pulumi.Output<string>;
  /** Base URLs by stage at AWS's own address, without a trailing slash. */
  public readonly stageUrls: { readonly [stage: string]: pulumi.Output<string> };
  public readonly id: pulumi.Output<string>;
  /** Beginning of the ARNs that callers' policies name for `execute-api:Invoke`. */
  public readonly executionArn: pulumi.Output<string>;

  private readonly name: string;
  private readonly args: HttpApiArgs;
  private readonly stages: StageNames;
  private readonly functionSettings: FunctionSettings;
  /** ARN of the stages: the beginning of the only sources that may call the functions. */
  private readonly callersArn: pulumi.Output<string>;
  private readonly authorizers: ApiAuthorizers;
  private readonly tableKeys: string[] = [];
  private readonly throttles = new Gathered<RouteThrottle>();
  private readonly functionNames = new Gathered<pulumi.Output<string>>();

  constructor(name: string, args: HttpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super(HttpApi.__pulumiType, name, {}, opts);
    refuse(apiProblems(args), this);
    this.name = name;
    this.args = args;
    this.stages = stageNames(args);
    this.functionSettings = {
      logRetentionDays: args.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
      logKeyArn: args.logKeyArn,
      alarms: args.alarms,
    };

    const api = this.createApi();
    const accessLog = this.createAccessLog(api);
    const { main, others } = this.createStages(api, accessLog);
    if (args.domain) createApiDomain(`${name}-domain`, args.domain, main, this);
    if (args.alarms) this.watch(api, accessLog, args.alarms);

    this.id = api.id;
    this.executionArn = api.executionArn;
    this.stageUrls = Object.fromEntries(
      this.stages.map((stage) => [stage, stageUrl(api.apiEndpoint, stage)]),
    );
    this.url = args.domain ? domainUrl(args.domain) : stageUrl(api.apiEndpoint, this.stages[0]);
    this.callersArn =
      others.length === 0 ? main.executionArn : pulumi.interpolate`${api.executionArn}/*`;
    const authorized = { name, apiId: api.id, executionArn: api.executionArn };
    this.authorizers = new ApiAuthorizers({ ...authorized, ...this.functionSettings }, this);
    this.registerOutputs({ url: this.url, id: this.id });
  }

  /**
   * Adds the routes of a table: protected ones answer callers whom the authorizer admits, public
   * ones everybody. May be called again with another table or another authorizer.
   */
  public addRoutes<
    const By extends Authorizer,
    const Defaults extends RouteDefaults<NoInfer<ScopeOf<By>>> = object,
  >(authorizer: By, table: NoInfer<RoutesFor<By, Defaults>>, defaults?: Defaults): void {
    refuse(this.shapeProblems(authorizer, table, defaults), this);
    const { throttle, cors } = this.args;
    const entries = entriesOf(table, {
      defaults: defaults ?? {},
      hasCors: cors !== undefined,
      publicThrottle: this.throttles.isClosed ? undefined : publicThrottle(throttle),
    });
    refuse(this.problems(authorizer, entries, defaults), this);
    for (const entry of entries) this.addRoute(entry, authorizer);
  }

  /** What would keep the table from being read. */
  private *shapeProblems(
    authorizer: Authorizer,
    table: object | undefined,
    defaults: object | undefined,
  ): Iterable<Problem> {
    if (table === undefined) {
      yield 'addRoutes has no table: write addRoutes(authorizer, { "GET /orders": { … } }).';
    }
    yield* this.authorizers.problems(authorizer);
    yield* TABLE.problems("routes", table);
    yield* DEFAULTS.problems("defaults", defaults);
  }

  private *problems(
    authorizer: Authorizer,
    entries: readonly TableEntry[],
    defaults: RouteDefaults = {},
  ): Iterable<Problem> {
    yield* optionProblems("defaults", defaults);
    yield* tableProblems(entries, {
      apiName: this.name,
      definedScopes: "scopes" in authorizer ? authorizer.scopes : undefined,
      existing: this.tableKeys,
      stages: this.stages,
      throttleIsLate: this.throttles.isClosed,
    });
  }

  private addRoute([tableKey, { handler, ...route }]: TableEntry, authorizer: Authorizer): void {
    const name = logicalName(this.name, tableKey);
    const common = {
      apiId: this.id,
      tableKey,
      authorization: this.authorization(route, authorizer),
      ...this.functionSettings,
    };
    const { executionArn, callersArn } = this;
    const opts = { parent: this };
    const made =
      handler === undefined
        ? new BackendRoute(name, { ...common, route, executionArn }, opts)
        : new LambdaRoute(name, { ...common, route: { ...route, handler }, callersArn }, opts);

    this.tableKeys.push(tableKey);
    if (made instanceof LambdaRoute) this.functionNames.add(made.functionName);
    const { throttle } = route;
    if (throttle !== undefined) {
      for (const each of made.routes) this.throttles.add({ ...each, throttle });
    }
  }

  private authorization(route: DeclaredRoute, authorizer: Authorizer): Authorization {
    if (route.public !== undefined) return { authorizationType: "NONE" };
    return this.authorizers.authorization(authorizer, route.scopes);
  }

  private createApi(): apigatewayv2.Api {
    const { cors, ipAddressType = "dualstack" } = this.args;
    return new apigatewayv2.Api(
      this.name,
      {
        protocolType: "HTTP",
        ipAddressType,
        ...(!hasDefaultEndpoint(this.args) && { disableExecuteApiEndpoint: true }),
        ...(cors && { corsConfiguration: corsConfiguration(cors) }),
      },
      { parent: this },
    );
  }

  private createAccessLog(api: apigatewayv2.Api): cloudwatch.LogGroup {
    const { logRetentionDays, logKeyArn } = this.functionSettings;
    return new cloudwatch.LogGroup(
      `${this.name}-access-log`,
      {
        // The prefix spares an entry in CloudWatch's resource policy, which holds 5,120 characters
        // in all.
        name: pulumi.interpolate`/aws/vendedlogs/http-api/${api.id}`,
        retentionInDays: logRetentionDays,
        ...logProtection(logKeyArn),
      },
      { parent: this },
    );
  }

  private createStages(api: apigatewayv2.Api, accessLog: cloudwatch.LogGroup) {
    const { stages = DEFAULT_STAGES, throttle } = this.args;
    const create = (stageName: string) =>
      createStage(
        {
          apiName: this.name,
          stageName,
          apiId: api.id,
          accessLogArn: accessLog.arn,
          stage: { throttle, ...stages[stageName] },
          routeThrottles: this.throttles.items,
        },
        this,
      );
    const [first, ...others] = this.stages;
    return { main: create(first), others: others.map(create) };
  }

  private watch(api: apigatewayv2.Api, accessLog: cloudwatch.LogGroup, args: ApiAlarmArgs): void {
    const [stageName, ...others] = this.stages;
    const watched = {
      apiId: api.id,
      // Shares are of all requests: the access log is one for all stages.
      stageName: others.length === 0 ? stageName : undefined,
      accessLogName: accessLog.name,
    };
    createApiAlarms(this.name, watched, args, this);
    createApiDashboard(
      `${this.name}-dashboard`,
      { api: watched, executionArn: api.executionArn, functionNames: this.functionNames.items },
      this,
    );
  }
}
