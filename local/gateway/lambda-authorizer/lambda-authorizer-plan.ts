import { accountId } from "../../account.ts";
import type { Clock } from "../../clock.ts";
import type { Functions } from "../../functions/invocation.ts";
import { badRequest } from "../../program/creation-error.ts";
import { type Graph, type Resource, text, texts } from "../../program/graph.ts";
import type { Authorizer } from "../authorization.ts";
import { findFunction } from "../lambda-integration/function-uri.ts";
import { mayInvoke, missingPermission } from "../lambda-integration/invoke-permission.ts";
import type { PayloadFormat } from "../lambda-integration/payload-format.ts";
import type { StageSource } from "../plan/stage-source.ts";
import type { Switches } from "../switches.ts";
import { type AuthorizerTarget, createLambdaAuthorizer } from "./authorize-lambda.ts";
import { compileIdentityReader, type IdentityReader } from "./request-identity.ts";

/** What Lambda authorizers are made with. */
export interface LambdaAuthorizerArgs {
  readonly graph: Graph;
  readonly api: Resource;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly switches: Switches;
}

/**
 * The authorizer of a stage. Each has its own, as its variables may name the function (H277) and answers are kept per
 * stage (H207); the stage's routes share it (H205).
 */
export type LambdaAuthorizer = (stage: StageSource) => StageAuthorizer;

/** How a Lambda authorizer decides in a stage. */
export interface StageAuthorizer {
  readonly decide: Authorizer;
  /** Why its function cannot be called, and each request is 500; undefined where it can. */
  readonly fault: string | undefined;
}

/**
 * Reads an authorizer of type `REQUEST`.
 * @throws CreationError for H194, H195 and H204
 */
export function planLambdaAuthorizer(
  args: LambdaAuthorizerArgs,
  resource: Resource,
): LambdaAuthorizer {
  const { clock, functions } = args;
  const { inputs } = resource;
  const payloadFormat = readPayloadFormat(resource);
  const uri = readUri(resource);
  const settings = {
    payloadFormat,
    // H199: 1.0 always is a policy.
    isSimple: payloadFormat === "2.0" && inputs["enableSimpleResponses"] === true,
    identitySources: readIdentitySources(resource),
    ttlSeconds: readTtl(resource, args.switches),
  };
  const byStage = new Map<string, StageAuthorizer>();
  return (stage) => {
    const known = byStage.get(stage.name);
    if (known) return known;
    const target = findTarget(args, resource, { uri, stage });
    const decide = createLambdaAuthorizer({ ...settings, target, functions, clock });
    const made = { decide, fault: "broken" in target ? target.hint : undefined };
    byStage.set(stage.name, made);
    return made;
  };
}

function findTarget(
  { graph, api }: LambdaAuthorizerArgs,
  { id, inputs }: Resource,
  { uri, stage }: { readonly uri: string; readonly stage: StageSource },
): AuthorizerTarget {
  const found = findFunction(graph, uri, stage.variables);
  if (!found)
    return broken(`the program has no function at authorizerUri ${uri} in stage ${stage.name}`);
  // H210: a role to take on, or a permission of the function.
  if (inputs["authorizerCredentialsArn"] !== undefined) return found;
  const sourceArn = `arn:aws:execute-api:${api.region}:${accountId}:${api.id}/authorizers/${id}`;
  const principal = "apigateway.amazonaws.com" as const;
  const request = { ...found, principal, sourceArn, accountId };
  return mayInvoke(graph, request) ? found : broken(missingPermission(request));
}

function broken(hint: string): AuthorizerTarget {
  return { broken: "API Gateway has no permission to call the authorizer's function", hint };
}

function readPayloadFormat(resource: Resource): PayloadFormat {
  const version = resource.inputs["authorizerPayloadFormatVersion"];
  if (version === "1.0" || version === "2.0") return version;
  throw badRequest(resource, {
    value: `authorizerPayloadFormatVersion ${JSON.stringify(version)}`,
    text: "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer",
    fix: 'Set it to "2.0", or to "1.0".',
  });
}

function readUri(resource: Resource): string {
  const uri = text(resource.inputs["authorizerUri"]);
  if (uri !== undefined && uri !== "") return uri;
  throw badRequest(resource, {
    value: "authorizerUri",
    text: "a REQUEST authorizer needs the URI of its function.",
    fix: "Set it to the function's invokeArn.",
  });
}

function readIdentitySources(resource: Resource): readonly IdentityReader[] {
  return texts(resource.inputs["identitySources"]).map((expression) => {
    const read = compileIdentityReader(expression);
    if (read) return read;
    throw badRequest(resource, {
      value: `identitySources "${expression}"`,
      text: "an identity source is a header, a query parameter, a context or a stage variable.",
      fix: "Write `$request.header.NAME`, `$request.querystring.NAME`, `$context.NAME` or `$stageVariables.NAME`.",
    });
  });
}

// H204
function readTtl(resource: Resource, switches: Switches): number {
  const { inputs } = resource;
  const given = inputs["authorizerResultTtlInSeconds"];
  const hasSources = texts(inputs["identitySources"]).length > 0;
  if (given === undefined || given === null)
    return hasSources ? switches.defaultAuthorizerTtlSeconds : 0;
  const value = `authorizerResultTtlInSeconds ${JSON.stringify(given)}`;
  if (typeof given !== "number" || !Number.isInteger(given) || given < 0 || given > 3600) {
    throw badRequest(resource, {
      value,
      text: "the time to live of results is between 0 and 3600 seconds.",
      fix: "Choose a value in that range; 0 keeps nothing.",
    });
  }
  if (given === 0 || hasSources) return given;
  throw badRequest(resource, {
    value: `${value} without identitySources`,
    text: "results are kept by identity, so at least one identity source is needed.",
    fix: "Name the identity sources, or set authorizerResultTtlInSeconds to 0.",
  });
}
