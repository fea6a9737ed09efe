import type { TriggerName } from "./plan.ts";

/** What a member of a response has to be. */
type Kind = "flag" | "text" | "texts" | "textMap" | "object";

/** Members of `response` that the pool reads, by trigger (C306). Others are ignored, `null` is as good as absent. */
const MEMBERS: { readonly [Name in TriggerName]: { readonly [member: string]: Kind } } = {
  PreSignUp: { autoConfirmUser: "flag", autoVerifyEmail: "flag", autoVerifyPhone: "flag" },
  PostConfirmation: {},
  PreAuthentication: {},
  PostAuthentication: {},
  PreTokenGeneration: { claimsOverrideDetails: "object", claimsAndScopeOverrideDetails: "object" },
  CustomMessage: { smsMessage: "text", emailMessage: "text", emailSubject: "text" },
  CustomEmailSender: {},
  CustomSMSSender: {},
  InboundFederation: { userAttributesToMap: "object" },
  DefineAuthChallenge: { challengeName: "text", issueTokens: "flag", failAuthentication: "flag" },
  CreateAuthChallenge: {
    publicChallengeParameters: "textMap",
    privateChallengeParameters: "textMap",
    challengeMetadata: "text",
  },
  VerifyAuthChallengeResponse: { answerCorrect: "flag" },
  UserMigration: {
    userAttributes: "textMap",
    finalUserStatus: "text",
    messageAction: "text",
    desiredDeliveryMediums: "texts",
    forceAliasCreation: "flag",
    enableSMSMFA: "flag",
  },
};

/** A response whose members have the types of {@link MEMBERS}. */
export type TriggerResponse = { readonly [member: string]: unknown };

/** The `response` that a function is given: every member it may fill in, empty. */
export function emptyResponse(name: TriggerName, version: "1" | "2" | "3"): TriggerResponse {
  if (name === "PreSignUp") {
    return { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
  }
  if (name === "InboundFederation") return { userAttributesToMap: {} };
  if (name === "PreTokenGeneration") {
    return version === "1"
      ? { claimsOverrideDetails: null }
      : { claimsAndScopeOverrideDetails: null };
  }
  return Object.fromEntries(Object.keys(MEMBERS[name]).map((member) => [member, null]));
}

/**
 * Reads what a function returned: the event it was given, with `response` filled in (C302).
 * @param payload JSON text
 * @returns undefined for anything that AWS would not recognise
 */
export function readResponse(name: TriggerName, payload: string): TriggerResponse | undefined {
  const event: unknown = JSON.parse(payload);
  if (!isObject(event) || !isObject(event["response"])) return undefined;
  const { response } = event;
  const isValid = Object.entries(MEMBERS[name]).every(([member, kind]) => {
    const value = response[member] ?? undefined;
    return value === undefined || IS_KIND[kind](value);
  });
  return isValid ? response : undefined;
}

const IS_KIND: { readonly [K in Kind]: (value: unknown) => boolean } = {
  flag: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  texts: isTexts,
  textMap: (value) =>
    isObject(value) && Object.values(value).every((item) => typeof item === "string"),
  object: isObject,
};

/** Whether the value is a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is { readonly [member: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
