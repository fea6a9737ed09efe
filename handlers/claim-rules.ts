import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";

/** What a user's tokens get beside what Cognito puts into them. */
export interface ClaimRules {
  /** Scopes by group: for its members, and for nobody else. */
  readonly groups: { readonly [group: string]: readonly string[] };
  /** Names of user attributes by the access token's claim that repeats them. */
  readonly attributes: { readonly [claim: string]: string };
  /** Scopes of users who signed in through an SDK. */
  readonly sdkSignIn: readonly string[];
}

/** The scope of every sign-in through an SDK, and of no other: the clients here cannot ask for it. */
const SDK_SCOPE = "aws.cognito.signin.user.admin";

/**
 * Adds scopes and claims to an access token that Cognito is about to issue. Depends on the event
 * alone, so that calling it again changes nothing (Cognito calls up to three times).
 */
export function applyClaimRules(
  rules: ClaimRules,
  event: PreTokenGenerationV2TriggerEvent,
): PreTokenGenerationV2TriggerEvent {
  const { scopesToAdd, scopesToSuppress } = scopeChanges(rules, event);
  const claimsToAddOrOverride = attributeClaims(rules, event);
  const accessTokenGeneration = { scopesToAdd, scopesToSuppress, claimsToAddOrOverride };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}

function scopeChanges(rules: ClaimRules, { request }: PreTokenGenerationV2TriggerEvent) {
  const mine = request.groupConfiguration?.groupsToOverride ?? [];
  const byGroup = Object.entries(rules.groups);
  const earned = byGroup.filter(([group]) => mine.includes(group)).flatMap(([, scopes]) => scopes);
  const isSdkSignIn = request.scopes?.includes(SDK_SCOPE) === true;
  const scopesToSuppress = byGroup
    .flatMap(([, scopes]) => scopes)
    .filter((scope) => !earned.includes(scope));
  return {
    scopesToAdd: [...new Set([...earned, ...(isSdkSignIn ? rules.sdkSignIn : [])])],
    scopesToSuppress: [...new Set(scopesToSuppress)],
  };
}

function attributeClaims(
  { attributes }: ClaimRules,
  { request }: PreTokenGenerationV2TriggerEvent,
): Record<string, string> {
  const values = Object.entries(attributes).flatMap(([claim, attribute]) => {
    const value = request.userAttributes?.[attribute];
    return value === undefined ? [] : [[claim, value] as const];
  });
  return Object.fromEntries(values);
}
