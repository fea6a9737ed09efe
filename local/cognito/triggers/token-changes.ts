import { isObject, isTexts, type TriggerResponse } from "./responses.ts";

/** Claims that a function adds to one kind of token, or takes away. */
export interface ClaimChanges {
  readonly claimsToAddOrOverride: { readonly [claim: string]: unknown };
  readonly claimsToSuppress: readonly string[];
}

/** Groups and roles in place of the user's own. */
export interface GroupChanges {
  readonly groupsToOverride: readonly string[];
  readonly iamRolesToOverride: readonly string[];
  readonly preferredRole: string | undefined;
}

/** What a pre-token function changes about the tokens of one issue. Plain data: a code carries it to its redemption. */
export interface TokenChanges {
  readonly idToken: ClaimChanges;
  readonly accessToken: ClaimChanges;
  readonly scopesToAdd: readonly string[];
  readonly scopesToSuppress: readonly string[];
  /** Null leaves the groups alone; without groups it takes them away (C55). */
  readonly groups: GroupChanges | null;
}

const NO_CLAIMS: ClaimChanges = { claimsToAddOrOverride: {}, claimsToSuppress: [] };

/** Changes nothing. */
export const NO_CHANGES: TokenChanges = {
  idToken: NO_CLAIMS,
  accessToken: NO_CLAIMS,
  scopesToAdd: [],
  scopesToSuppress: [],
  groups: null,
};

/**
 * Reads the response of a pre-token function (C52, C53).
 * @returns undefined when it has another form
 */
export function readTokenChanges(
  version: "1" | "2" | "3",
  response: TriggerResponse,
): TokenChanges | undefined {
  const details =
    response[version === "1" ? "claimsOverrideDetails" : "claimsAndScopeOverrideDetails"];
  // AWS takes a response without details for one that changes nothing.
  if (!isObject(details)) return NO_CHANGES;
  return version === "1" ? readFirst(details) : readSecond(details);
}

type Details = { readonly [member: string]: unknown };

/** Version 1: claims of the ID token, all of them texts (C52). */
function readFirst(details: Details): TokenChanges | undefined {
  const idToken = readClaims(details);
  const groups = readGroups(details);
  const isTextOnly =
    idToken &&
    Object.values(idToken.claimsToAddOrOverride).every((item) => typeof item === "string");
  if (!isTextOnly || groups === undefined) return undefined;
  return { ...NO_CHANGES, idToken, groups };
}

/** Versions 2 and 3: both tokens and scopes (C53). */
function readSecond(details: Details): TokenChanges | undefined {
  const idDetails = details["idTokenGeneration"] ?? {};
  const accessDetails = details["accessTokenGeneration"] ?? {};
  if (!isObject(idDetails) || !isObject(accessDetails)) return undefined;
  const idToken = readClaims(idDetails);
  const accessToken = readClaims(accessDetails);
  const scopesToAdd = accessDetails["scopesToAdd"] ?? [];
  const scopesToSuppress = accessDetails["scopesToSuppress"] ?? [];
  const groups = readGroups(details);
  if (!idToken || !accessToken || groups === undefined || hasComplexAttribute(idToken))
    return undefined;
  if (!isTexts(scopesToAdd) || !isTexts(scopesToSuppress)) return undefined;
  // A blank would make two of one scope (C55).
  if (scopesToAdd.some((scope) => !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope))) return undefined;
  return { idToken, accessToken, scopesToAdd, scopesToSuppress, groups };
}

function readClaims(details: Details): ClaimChanges | undefined {
  const claimsToAddOrOverride = details["claimsToAddOrOverride"] ?? {};
  const claimsToSuppress = details["claimsToSuppress"] ?? [];
  if (!isObject(claimsToAddOrOverride) || !isTexts(claimsToSuppress)) return undefined;
  return { claimsToAddOrOverride, claimsToSuppress };
}

// C53: these stay what attributes are.
const PLAIN_CLAIMS = ["email_verified", "phone_number_verified", "updated_at", "address"];

function hasComplexAttribute({ claimsToAddOrOverride: claims }: ClaimChanges): boolean {
  return PLAIN_CLAIMS.some((claim) => typeof (claims[claim] ?? "") === "object");
}

/** Null where the groups stay, undefined where the details have another form. */
function readGroups(details: Details): GroupChanges | null | undefined {
  if (!Object.hasOwn(details, "groupOverrideDetails")) return null;
  const override = details["groupOverrideDetails"] ?? {};
  if (!isObject(override)) return undefined;
  const groupsToOverride = override["groupsToOverride"] ?? [];
  const iamRolesToOverride = override["iamRolesToOverride"] ?? [];
  const preferredRole = override["preferredRole"] ?? undefined;
  if (!isTexts(groupsToOverride) || !isTexts(iamRolesToOverride)) return undefined;
  if (preferredRole !== undefined && typeof preferredRole !== "string") return undefined;
  return { groupsToOverride, iamRolesToOverride, preferredRole };
}
