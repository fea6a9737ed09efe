import { accountId } from "../../gateway/account.ts";
import { findFunction } from "../../gateway/function-uri.ts";
import { mayInvoke, missingPermission } from "../../gateway/invoke-permission.ts";
import { type Graph, members, type Resource, text } from "../../program/graph.ts";

/** Triggers by the name that AWS's messages have for them (C305). */
export type TriggerName =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "PreTokenGeneration"
  | "CustomMessage"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse"
  | "UserMigration";

/** A trigger of a pool: what is called, and how. */
export interface TriggerPlan {
  /** URN of the function. */
  readonly urn: string;
  /** Version of the event (C302, C49). */
  readonly version: "1" | "2" | "3";
}

/** Why a configured trigger cannot be called. */
export interface BrokenTrigger {
  /** Name of the error that Lambda gives the pool. */
  readonly error: "AccessDeniedException" | "ResourceNotFoundException";
  /** For the runtime's own log. */
  readonly hint: string;
}

export type Triggers = ReadonlyMap<TriggerName, TriggerPlan | BrokenTrigger>;

// Members of `lambdaConfig`. Custom senders are not among them: the inbox stands for them.
const CONFIGURED: { readonly [member: string]: TriggerName } = {
  preSignUp: "PreSignUp",
  postConfirmation: "PostConfirmation",
  preAuthentication: "PreAuthentication",
  postAuthentication: "PostAuthentication",
  preTokenGeneration: "PreTokenGeneration",
  customMessage: "CustomMessage",
  defineAuthChallenge: "DefineAuthChallenge",
  createAuthChallenge: "CreateAuthChallenge",
  verifyAuthChallengeResponse: "VerifyAuthChallengeResponse",
  userMigration: "UserMigration",
};

/** Reads the triggers of a pool; an older ARN beside `preTokenGenerationConfig` is the same function (C49). */
export function readTriggers(graph: Graph, pool: Resource): Triggers {
  const config = members(pool.inputs["lambdaConfig"]);
  const triggers = new Map<TriggerName, TriggerPlan | BrokenTrigger>();
  for (const [member, name] of Object.entries(CONFIGURED)) {
    const arn = text(config[member]);
    if (arn) triggers.set(name, planOf(graph, pool, { arn, version: "1" }));
  }
  const preToken = members(config["preTokenGenerationConfig"]);
  const arn = text(preToken["lambdaArn"]);
  if (arn) {
    const version = versionOf(text(preToken["lambdaVersion"]));
    triggers.set("PreTokenGeneration", planOf(graph, pool, { arn, version }));
  }
  return triggers;
}

function versionOf(lambdaVersion: string | undefined): TriggerPlan["version"] {
  if (lambdaVersion === "V3_0") return "3";
  return lambdaVersion === "V2_0" ? "2" : "1";
}

function planOf(
  graph: Graph,
  pool: Resource,
  { arn, version }: { readonly arn: string; readonly version: TriggerPlan["version"] },
): TriggerPlan | BrokenTrigger {
  const target = findFunction(graph, arn, {});
  if (!target) {
    return { error: "ResourceNotFoundException", hint: `the program has no function ${arn}` };
  }
  const principal = "cognito-idp.amazonaws.com" as const;
  const request = { ...target, principal, sourceArn: arnOf(pool), accountId };
  if (!mayInvoke(graph, request)) {
    return { error: "AccessDeniedException", hint: missingPermission(request) };
  }
  return { urn: target.function.urn, version };
}

/** ARN of a user pool (C7). */
function arnOf({ id, region, outputs }: Resource): string {
  return text(outputs["arn"]) ?? `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
}
