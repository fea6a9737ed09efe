import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as lambda from "@pulumi/aws/lambda";
import type { FunctionAlarmArgs } from "./function-alarms";
import { createInlineFunction } from "./inline-function";
import { routeArnSuffix } from "./route-key";
import type { Route } from "./route-table";

export interface LambdaRouteArgs {
  readonly apiId: pulumi.Input<string>;
  /** ARN of the API's stage, the beginning of the only source that may call the function. */
  readonly stageArn: pulumi.Input<string>;
  readonly routeKey: string;
  readonly route: Route;
  /** Given for a route with scopes. */
  readonly authorizerId: pulumi.Input<string> | undefined;
  readonly logRetentionDays: number;
  /** Undefined: nobody is told of the function's failures. */
  readonly alarms: FunctionAlarmArgs | undefined;
}

const DEFAULTS = { timeoutSeconds: 10, memoryMb: 256 };

/**
 * A route and the function that answers it, with a role, a log group and a permission of their own.
 * Made by `HttpApi.addRoutes`, which has checked the arguments.
 */
export class LambdaRoute extends pulumi.ComponentResource {
  public static readonly __pulumiType = "secure-api:http:LambdaRoute";
  public readonly functionName: pulumi.Output<string>;
  public readonly routeId: pulumi.Output<string>;

  constructor(name: string, args: LambdaRouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(LambdaRoute.__pulumiType, name, {}, opts);

    const handler = this.createFunction(name, args);
    const integration = this.createIntegration(name, args, handler);
    const route = this.createRoute(name, args, integration);
    this.allowCalls(name, args, handler);

    this.functionName = handler.name;
    this.routeId = route.id;
    this.registerOutputs({ functionName: this.functionName, routeId: this.routeId });
  }

  private createFunction(name: string, args: LambdaRouteArgs): lambda.Function {
    const { routeKey, route, logRetentionDays, alarms } = args;
    const { environment, policies, tracing } = route;
    const made = createInlineFunction(
      name,
      {
        handler: route.handler,
        owner: `routes["${routeKey}"]`,
        description: routeKey,
        timeoutSeconds: route.timeoutSeconds ?? DEFAULTS.timeoutSeconds,
        memoryMb: route.memoryMb ?? DEFAULTS.memoryMb,
        logRetentionDays,
        environment,
        policies,
        tracing,
        alarms,
      },
      this,
    );
    return made.function;
  }

  private createIntegration(
    name: string,
    { apiId, routeKey, route }: LambdaRouteArgs,
    handler: lambda.Function,
  ): apigatewayv2.Integration {
    return new apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId,
        // Where reviewers of the graph and readers of the console find why a route is open.
        description: route.public === undefined ? routeKey : `public: ${route.public}`,
        integrationType: "AWS_PROXY",
        integrationUri: handler.invokeArn,
        payloadFormatVersion: "2.0",
        // The gateway outwaits the function, so that the function's own time-out is the one in the
        // logs.
        timeoutMilliseconds: ((route.timeoutSeconds ?? DEFAULTS.timeoutSeconds) + 1) * 1_000,
      },
      { parent: this },
    );
  }

  private createRoute(
    name: string,
    { apiId, routeKey, route, authorizerId }: LambdaRouteArgs,
    integration: apigatewayv2.Integration,
  ): apigatewayv2.Route {
    const access =
      authorizerId === undefined || route.scopes === undefined
        ? { authorizationType: "NONE" }
        : { authorizationType: "JWT", authorizerId, authorizationScopes: [...route.scopes] };
    return new apigatewayv2.Route(
      `${name}-route`,
      { apiId, routeKey, target: pulumi.interpolate`integrations/${integration.id}`, ...access },
      { parent: this },
    );
  }

  private allowCalls(name: string, args: LambdaRouteArgs, handler: lambda.Function): void {
    new lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: handler.name,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${args.stageArn}/${routeArnSuffix(args.routeKey)}`,
      },
      { parent: this },
    );
  }
}
