import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as lambda from "@pulumi/aws/lambda";
import type { FunctionAlarmArgs } from "../function/function-alarms";
import type { AnyHandler } from "../function/function-code";
import { createInlineFunction } from "../function/inline-function";
import {
  type ApiRoute,
  type Authorization,
  createApiRoutes,
  integrationDescription,
} from "./api-route";
import type { DeclaredRoute } from "./route";
import { routeArnSuffix } from "./route-key";

/** What a route to a function is made from. */
export interface LambdaRouteArgs {
  readonly apiId: pulumi.Input<string>;
  /** ARN of the API's stage or stages, the beginning of the only source that may call the function. */
  readonly callersArn: pulumi.Input<string>;
  /** Key of the route table; one with several methods makes several routes. */
  readonly tableKey: string;
  readonly route: DeclaredRoute & { readonly handler: AnyHandler };
  readonly authorization: Authorization;
  readonly logRetentionDays: number;
  readonly logKeyArn: pulumi.Input<string> | undefined;
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
  public readonly routes: readonly ApiRoute[];

  constructor(name: string, args: LambdaRouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(LambdaRoute.__pulumiType, name, {}, opts);

    const handler = this.createFunction(name, args);
    const integration = this.createIntegration(name, args, handler);
    this.routes = createApiRoutes(name, { ...args, integration }, this);
    this.allowCalls(name, args, handler);

    this.functionName = handler.name;
    this.registerOutputs({ functionName: this.functionName });
  }

  private createFunction(name: string, args: LambdaRouteArgs): lambda.Function {
    const { tableKey, route, logRetentionDays, logKeyArn, alarms } = args;
    const made = createInlineFunction(
      name,
      {
        ...DEFAULTS,
        ...route,
        owner: `routes["${tableKey}"]`,
        description: tableKey,
        logRetentionDays,
        logKeyArn,
        alarms,
      },
      this,
    );
    return made.function;
  }

  private createIntegration(
    name: string,
    { apiId, tableKey, route }: LambdaRouteArgs,
    handler: lambda.Function,
  ): apigatewayv2.Integration {
    return new apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId,
        description: integrationDescription(tableKey, route.public),
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

  private allowCalls(name: string, args: LambdaRouteArgs, handler: lambda.Function): void {
    new lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: handler.name,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${args.callersArn}/${routeArnSuffix(args.tableKey)}`,
      },
      { parent: this },
    );
  }
}
