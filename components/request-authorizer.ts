import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as lambda from "@pulumi/aws/lambda";
import type { APIGatewayRequestAuthorizerEventV2, Context } from "aws-lambda";
import type { FunctionAlarmArgs } from "./function/function-alarms";
import {
  FUNCTION_OPTIONS,
  type FunctionOptions,
  optionProblems,
} from "./function/function-options";
import { createInlineFunction } from "./function/inline-function";
import { integerProblem, type Problem } from "./shared/arguments";
import { limits } from "./shared/limits";
import { any, callable, fields, list, needed, type ShapesOf, text } from "./shared/shapes";

/** What a function decides on a request. The route's handler gets `context`, without one it gets null. */
export interface Decision<Caller> {
  readonly isAuthorized: boolean;
  readonly context?: Caller;
}

/** Arguments of {@link requestAuthorizer}: the function that decides, and for how long. */
export interface RequestAuthorizerArgs<Caller> extends FunctionOptions {
  /** Tells two authorizers of one API apart. @default "request" */
  readonly name?: string;
  /** True admits, false answers 403. An error that says `Unauthorized` answers 401, any other 500. */
  readonly handler: (
    event: APIGatewayRequestAuthorizerEventV2,
    context: Context,
  ) => Promise<Decision<Caller>>;
  /**
   * What identifies a caller, such as `$request.header.Authorization`. A request without it is
   * answered 401 and the function not called. @default none: the function sees every request
   */
  readonly identitySources?: readonly string[];
  /**
   * How long a decision counts for requests with the same identity and route. 0 to 3,600.
   * @default 0: each request is decided by itself
   */
  readonly ttlSeconds?: number;
  /** 1 to 10, after which the caller gets 500. @default 5 */
  readonly timeoutSeconds?: number;
}

/** A function that decides on each request, as a value. */
export interface RequestAuthorizer<Caller> extends RequestAuthorizerArgs<Caller> {
  readonly kind: "REQUEST";
}

/**
 * Decides by a function of its own who may call: by address, time, tenant or a foreign token.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 *
 * @example
 * const office = requestAuthorizer({
 *   identitySources: ["$request.header.x-partner"],
 *   handler: async ({ identitySource: [partner] }) => ({
 *     isAuthorized: partner === "blue",
 *     context: { partner },
 *   }),
 * });
 * api.addRoutes(office, { "GET /reports": { handler: async () => json(200, []) } });
 */
export function requestAuthorizer<Caller = never>(
  args: RequestAuthorizerArgs<Caller>,
): RequestAuthorizer<Caller> {
  return { ...args, kind: "REQUEST" };
}

const ARGUMENTS: ShapesOf<RequestAuthorizer<unknown>> = {
  ...FUNCTION_OPTIONS,
  kind: any,
  name: text,
  handler: needed(callable),
  identitySources: list(text),
  ttlSeconds: any,
};

const DEFAULTS = { timeoutSeconds: 5, memoryMb: 256 };
// The gateway keeps a decision by its identity sources alone: without the route among them, a yes
// for one route would hold for all (H205).
const ROUTE_KEY = "$context.routeKey";
const IDENTITY_SOURCE = /^\$(?:request\.(?:header|querystring)|context|stageVariables)\.\S+$/;

/** Everything that is wrong with an authorizer's arguments. */
export function* requestAuthorizerProblems(
  authorizer: RequestAuthorizer<unknown>,
): Iterable<Problem> {
  yield* fields(ARGUMENTS).problems("authorizer", authorizer);
  const { identitySources = [], ttlSeconds, timeoutSeconds, ...options } = authorizer;
  yield integerProblem("authorizer.ttlSeconds", ttlSeconds, limits.authorizerTtlSeconds);
  yield integerProblem(
    "authorizer.timeoutSeconds",
    timeoutSeconds,
    limits.authorizerTimeoutSeconds,
  );
  const source = identitySources.find((text) => !IDENTITY_SOURCE.test(text));
  if (source !== undefined) {
    yield (
      `authorizer.identitySources has "${source}": it must be $request.header.NAME, ` +
      `$request.querystring.NAME, $context.NAME or $stageVariables.NAME.`
    );
  }
  if (ttlSeconds !== undefined && ttlSeconds > 0 && identitySources.length === 0) {
    yield "authorizer.ttlSeconds keeps decisions, and identitySources names nothing to keep them by: name what identifies a caller.";
  }
  yield* optionProblems("authorizer", options);
}

/** What the authorizer's resource is made from. */
export interface RequestAuthorizerSettings {
  readonly apiId: pulumi.Input<string>;
  /** Of the API: the beginning of the only source that may call the function. */
  readonly executionArn: pulumi.Input<string>;
  readonly authorizer: RequestAuthorizer<unknown>;
  readonly displayName: string;
  readonly logRetentionDays: number;
  readonly logKeyArn: pulumi.Input<string> | undefined;
  readonly alarms: FunctionAlarmArgs | undefined;
}

/** The authorizer as a resource of the API, with its function and the permission to call it. */
export function createRequestAuthorizer(
  name: string,
  settings: RequestAuthorizerSettings,
  parent: pulumi.Resource,
): apigatewayv2.Authorizer {
  const { apiId, executionArn, authorizer, displayName, ...logs } = settings;
  const { identitySources = [], ttlSeconds = 0, kind, name: _, ...options } = authorizer;
  const owner = `authorizers["${displayName}"]`;
  const description = `Authorizer ${displayName}`;
  const functionArgs = { ...DEFAULTS, ...options, ...logs, owner, description };
  const made = createInlineFunction(`${name}-function`, functionArgs, parent).function;
  const kept = ttlSeconds > 0 && !identitySources.includes(ROUTE_KEY) ? [ROUTE_KEY] : [];
  const resource = new apigatewayv2.Authorizer(
    name,
    {
      apiId,
      authorizerType: kind,
      name: displayName,
      authorizerUri: made.invokeArn,
      authorizerPayloadFormatVersion: "2.0",
      enableSimpleResponses: true,
      identitySources: [...identitySources, ...kept],
      authorizerResultTtlInSeconds: ttlSeconds,
    },
    { parent },
  );
  new lambda.Permission(
    `${name}-permission`,
    {
      action: "lambda:InvokeFunction",
      function: made.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: pulumi.interpolate`${executionArn}/authorizers/${resource.id}`,
    },
    { parent },
  );
  return resource;
}
