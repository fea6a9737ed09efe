import { type Graph, type Resource, text } from "../../program/graph.ts";
import { matchesPattern } from "../iam/arn-pattern.ts";
import type { FunctionTarget } from "./function-uri.ts";

/** Who wants to call what. */
export interface InvokeRequest extends FunctionTarget {
  /** Service that calls. */
  readonly principal: "apigateway.amazonaws.com" | "cognito-idp.amazonaws.com";
  /**
   * ARN on whose behalf: of a user pool (C304), or `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path` with the
   * route's template (H288), or `…:API/authorizers/ID` (H210).
   */
  readonly sourceArn: string;
  readonly accountId: string;
}

/** Whether a recorded `aws.lambda.Permission` lets the service call the function (C304, H187, H288). */
export function mayInvoke(graph: Graph, request: InvokeRequest): boolean {
  return graph
    .ofType("aws:lambda/permission:Permission")
    .some((permission) => permits(permission, request));
}

/** What is missing when {@link mayInvoke} says no, for the runtime's own log. */
export function missingPermission(request: InvokeRequest): string {
  const { function: target, qualifier, principal, sourceArn } = request;
  const name = functionName(target);
  // A permission of the function itself does not cover its aliases and versions.
  const called = qualifier === undefined ? name : `${name}:${qualifier}`;
  return `no aws.lambda.Permission lets ${principal} call ${called} from ${sourceArn}`;
}

/** ARN of a route as permissions see it (H287–H289). */
export function routeArn(args: {
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  /** `$default`, or method and path; the method part of `ANY` is `*` (H289). */
  readonly method: string;
  readonly path: string;
}): string {
  const { region, accountId, apiId, stage, method, path } = args;
  const resource = method === "$default" ? method : `${method === "ANY" ? "*" : method}${path}`;
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${resource}`;
}

function permits(permission: Resource, request: InvokeRequest): boolean {
  const { inputs } = permission;
  // Names of actions have no case: Pulumi's own examples write `lambda:invokeFunction`.
  const action = (text(inputs["action"]) ?? "").toLowerCase();
  if (!["lambda:invokefunction", "lambda:*", "*"].includes(action)) return false;
  const principal = text(inputs["principal"]);
  if (principal !== request.principal && principal !== "*") return false;
  const account = text(inputs["sourceAccount"]);
  if (account !== undefined && account !== request.accountId) return false;
  const target = readFunction(text(inputs["function"]) ?? "");
  if (target.name !== functionName(request.function)) return false;
  if ((text(inputs["qualifier"]) ?? target.qualifier) !== request.qualifier) return false;
  const pattern = text(inputs["sourceArn"]);
  return pattern === undefined || matchesPattern(pattern, request.sourceArn);
}

/** Name of a recorded function, which is its physical id. */
function functionName(resource: Resource): string {
  return text(resource.outputs["name"]) ?? text(resource.inputs["name"]) ?? resource.id;
}

// A permission names a function by name, ARN or partial ARN (`ACCOUNT:function:NAME`), each with `:QUALIFIER`.
function readFunction(reference: string): { name: string; qualifier: string | undefined } {
  const bare = reference.replace(/^(?:arn:[^:]+:lambda:[^:]*:)?(?:\d+:)?(?:function:)?/, "");
  const [name = "", qualifier] = bare.split(":");
  return { name, qualifier };
}
