import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { any, fields, needed, type ShapesOf, table, text } from "../shared/shapes";
import { accessLogFormat } from "./access-log";
import type { ApiRoute } from "./api-route";
import { type ThrottleArgs, throttleProblems, throttleSettings } from "./api-settings";

/** One stage. `$default` is served at the API's address, any other below `/NAME`. */
export type StageArgs = {
  /** Values by name, for handlers in `event.stageVariables`. No secrets: everybody in the account reads them. */
  readonly variables?: { readonly [name: string]: string };
  /** @default the API's */
  readonly throttle?: ThrottleArgs | undefined;
} & (
  | { /** Changes are released as they are deployed. @default true */ readonly autoDeploy?: true }
  | {
      readonly autoDeploy: false;
      /** What the stage serves. Without one it answers 404 until a deployment is made by hand. */
      readonly deploymentId?: pulumi.Input<string>;
    }
);

/** Stages by name. */
export interface StagesArgs {
  readonly [name: string]: StageArgs;
}

/** A limit of one route, which has to exist before its stage can name it. */
export interface RouteThrottle extends ApiRoute {
  readonly throttle: ThrottleArgs;
}

type DeployedStage = Extract<StageArgs, { readonly autoDeploy: false }>;

const FIELDS: ShapesOf<DeployedStage> = {
  variables: table(text),
  throttle: any,
  autoDeploy: any,
  deploymentId: any,
};

/** Shape of {@link StageArgs}. */
export const STAGE = needed(fields(FIELDS));

/** The stages of an API whose arguments name none. */
export const DEFAULT_STAGES: StagesArgs = { $default: {} };

const NAME = /^(?:\$default|[A-Za-z0-9_-]{1,128})$/;
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html
const VARIABLE_NAME = /^[A-Za-z0-9_]+$/;
const VARIABLE_VALUE = /^[A-Za-z0-9\-._~:/?#&=,]+$/;

/** Everything that is wrong with an API's stages. */
export function* stageProblems(stages: StagesArgs): Iterable<Problem> {
  const count = Object.keys(stages).length;
  if (count === 0 || count > limits.stagesPerApi) {
    yield `stages has ${count}: an API has 1 to ${limits.stagesPerApi}.`;
  }
  for (const [name, { variables = {}, throttle }] of Object.entries(stages)) {
    const path = `stages["${name}"]`;
    if (!NAME.test(name)) {
      yield `${path} must be "$default" or up to 128 letters, digits, dashes and underscores.`;
    }
    yield* variableProblems(`${path}.variables`, variables);
    if (throttle !== undefined) yield* throttleProblems(`${path}.throttle`, throttle);
  }
}

function* variableProblems(
  path: string,
  variables: Readonly<Record<string, string>>,
): Iterable<Problem> {
  const entries = Object.entries(variables);
  if (entries.length > limits.variablesPerStage) {
    yield `${path} has ${entries.length}: a stage takes at most ${limits.variablesPerStage}.`;
  }
  for (const [name, value] of entries) {
    if (!VARIABLE_NAME.test(name)) {
      yield `${path} has "${name}": use letters, digits and underscores.`;
    }
    if (!VARIABLE_VALUE.test(value)) {
      yield `${path}["${name}"] is "${value}": use letters, digits and - . _ ~ : / ? # & = , only.`;
    }
  }
}

/** What a stage is made from. */
export interface StageSettings {
  readonly apiName: string;
  readonly apiId: pulumi.Input<string>;
  readonly stageName: string;
  readonly stage: StageArgs;
  readonly accessLogArn: pulumi.Input<string>;
  readonly routeThrottles: Promise<readonly RouteThrottle[]>;
}

/** A stage with its limits, metrics and access log. */
export function createStage(
  { apiName, apiId, stageName, stage, accessLogArn, routeThrottles }: StageSettings,
  parent: pulumi.Resource,
): apigatewayv2.Stage {
  const routes = routeThrottles.then((throttles) => throttles.map(({ route }) => route));
  return new apigatewayv2.Stage(
    stageName === "$default" ? `${apiName}-stage` : `${apiName}-${stageName}-stage`,
    {
      apiId,
      name: stageName,
      ...release(stage),
      ...(stage.variables && { stageVariables: stage.variables }),
      accessLogSettings: { destinationArn: accessLogArn, format: accessLogFormat },
      defaultRouteSettings: { ...throttleSettings(stage.throttle), detailedMetricsEnabled: true },
      routeSettings: routeThrottles.then(routeSettings),
    },
    // A limit of a route that is not there yet fails: "Unable to find Route by key".
    { parent, dependsOn: routes },
  );
}

/** Base URL of a stage, without a trailing slash. */
export function stageUrl(
  endpoint: pulumi.Output<string>,
  stageName: string,
): pulumi.Output<string> {
  return stageName === "$default" ? endpoint : pulumi.interpolate`${endpoint}/${stageName}`;
}

/** Settings of a route stand in for the stage's as a whole, metrics included. */
function routeSettings(throttles: readonly RouteThrottle[]) {
  if (throttles.length === 0) return undefined;
  return throttles.map(({ routeKey, throttle }) => ({
    routeKey,
    ...throttleSettings(throttle),
    detailedMetricsEnabled: true,
  }));
}

function release(args: StageArgs) {
  if (args.autoDeploy !== false) return { autoDeploy: true };
  return {
    autoDeploy: false,
    ...(args.deploymentId !== undefined && { deploymentId: args.deploymentId }),
  };
}
