import { accountId } from "../../account.ts";
import { CreationError } from "../../program/creation-error.ts";
import { findFunction } from "../../gateway/lambda-integration/function-uri.ts";
import {
  mayInvoke,
  missingPermission,
} from "../../gateway/lambda-integration/invoke-permission.ts";
import { type Graph, members, type Properties, type Resource, text } from "../../program/graph.ts";

/** Triggers by the name that AWS's messages have for them (C305). */
export type TriggerName =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "PreTokenGeneration"
  | "CustomMessage"
  | "CustomEmailSender"
  | "CustomSMSSender"
  | "InboundFederation"
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
  readonly error: string;
  /** For the runtime's own log. */
  readonly hint: string;
}

export type Triggers = ReadonlyMap<TriggerName, TriggerPlan | BrokenTrigger>;

// Members of `lambdaConfig` that are ARNs.
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

// Those that are objects with an ARN and a version, of which there is one.
const VERSIONED: { readonly [member: string]: TriggerName } = {
  customEmailSender: "CustomEmailSender",
  customSmsSender: "CustomSMSSender",
  inboundFederation: "InboundFederation",
};

/**
 * Reads the triggers of a pool.
 * @throws CreationError for a pre-token function that AWS would refuse (C49)
 */
export function readTriggers(graph: Graph, pool: Resource): Triggers {
  const config = members(pool.inputs["lambdaConfig"]);
  checkPreToken(pool, config);
  const triggers = new Map<TriggerName, TriggerPlan | BrokenTrigger>();
  for (const [member, name] of Object.entries(CONFIGURED)) {
    const arn = text(config[member]);
    if (arn) triggers.set(name, planOf(graph, pool, { arn, version: "1" }));
  }
  for (const [member, name] of Object.entries(VERSIONED)) {
    const arn = text(members(config[member])["lambdaArn"]);
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

/** An older ARN beside `preTokenGenerationConfig` has to be the same, and a later version needs its plan (C49). */
function checkPreToken(pool: Resource, config: Properties): void {
  const { lambdaArn, lambdaVersion } = members(config["preTokenGenerationConfig"]);
  const older = text(config["preTokenGeneration"]);
  if (older && lambdaArn !== undefined && older !== lambdaArn) {
    throw new CreationError(pool, {
      code: "InvalidParameterException",
      value: `lambdaConfig.preTokenGeneration ${older}`,
      text: "It differs from preTokenGenerationConfig.lambdaArn.",
      fix: "Leave it out, or name the same function.",
    });
  }
  if (pool.inputs["userPoolTier"] === "LITE" && versionOf(text(lambdaVersion)) !== "1") {
    throw new CreationError(pool, {
      code: "FeatureUnavailableInTierException",
      value: `preTokenGenerationConfig.lambdaVersion ${text(lambdaVersion)} with userPoolTier LITE`,
      text: "Access tokens can be customised in the plans Essentials and Plus only.",
      fix: "Set userPoolTier to ESSENTIALS, or lambdaVersion to V1_0.",
    });
  }
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
