import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { applyClaimRules } from "../../handlers/claim-rules";
import type { Problem } from "../shared/arguments";
import { type CustomAttributes, isUserAttribute, type UserAttribute } from "./user-attributes";

/**
 * What users' access tokens carry beside what Cognito puts into them. Compiled into one
 * pre-token-generation function (V2), which runs at every sign-in and refresh; without a rule there
 * is none. Before the last rule goes, read `PreTokenGeneration` in `triggers.ts`.
 */
export interface ClaimsArgs<Scope extends string = string> {
  /**
   * Scopes by group: members get them without asking, and the tokens of everybody else lose them,
   * whatever their client may ask for. The groups are those of `groups`.
   * @default none
   */
  readonly groups?: { readonly [group: string]: readonly Scope[] };
  /**
   * User attributes by the claim that repeats them: `{ tenant: "custom:tenant" }`. A claim is as
   * trustworthy as its attribute: users may change their standard attributes, and own ones that are
   * `userWritable`.
   * @default none
   */
  readonly attributes?: ClaimTable;
  /**
   * Scopes of users who sign in through an SDK (`InitiateAuth`) instead of the hosted pages, at any
   * client. Cognito gives their tokens `aws.cognito.signin.user.admin` only, so that every route
   * with scopes answers 403. The scopes stay through refreshes.
   * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
   * @default none
   */
  readonly sdkSignIn?: readonly Scope[];
}

// Cognito ignores a function that sets most of these (C54). The others decide what the API admits,
// and whom (`scope`, `scp`, `aud`): no attribute may write them.
const RESERVED_CLAIMS = [
  "acr",
  "amr",
  "at_hash",
  "aud",
  "auth_time",
  "azp",
  "client_id",
  "device_key",
  "event_id",
  "exp",
  "iat",
  "identities",
  "iss",
  "jti",
  "nbf",
  "nonce",
  "origin_jti",
  "scope",
  "scp",
  "sub",
  "token_use",
  "username",
  "version",
] as const;

/** User attributes by claim; claims that Cognito keeps for itself do not compile. */
export type ClaimTable = { readonly [claim: string]: UserAttribute } & {
  readonly [Claim in (typeof RESERVED_CLAIMS)[number]]?: never;
} & { readonly [claim: `cognito:${string}` | `dev:${string}`]: never };

/** What the rules are judged against. */
export interface ClaimContext {
  readonly groups: readonly string[];
  readonly attributes: CustomAttributes;
  readonly definedScopes: readonly string[];
}

/** Whether there is anything to do for a function. */
export function hasRules({ groups = {}, attributes = {}, sdkSignIn = [] }: ClaimsArgs): boolean {
  return [groups, attributes, sdkSignIn].some((rules) => Object.keys(rules).length > 0);
}

/** The function that the rules are compiled into. */
export function claimsHandler({ groups = {}, attributes = {}, sdkSignIn = [] }: ClaimsArgs) {
  const rules = { groups, attributes: { ...attributes }, sdkSignIn };
  return async (event: PreTokenGenerationV2TriggerEvent) => applyClaimRules(rules, event);
}

/** Everything that is wrong with the rules. */
export function* claimProblems(claims: ClaimsArgs, context: ClaimContext): Iterable<Problem> {
  const { groups = {}, attributes = {}, sdkSignIn = [] } = claims;
  for (const [group, scopes] of Object.entries(groups)) {
    const path = `claims.groups["${group}"]`;
    if (!context.groups.includes(group)) {
      yield `${path} is for a group that groups does not define. Add it there or remove the rule.`;
    }
    yield scopeProblem(path, scopes, context);
    const open = scopes.find((scope) => sdkSignIn.includes(scope));
    if (open !== undefined) {
      yield `${path} keeps "${open}" for its members, and claims.sdkSignIn gives it to everybody: remove one.`;
    }
  }
  yield scopeProblem("claims.sdkSignIn", sdkSignIn, context);
  for (const [claim, attribute] of Object.entries(attributes)) {
    yield claimProblem(claim);
    yield attributeProblem(`claims.attributes["${claim}"]`, String(attribute), context);
  }
}

function scopeProblem(
  path: string,
  scopes: readonly string[],
  { definedScopes }: ClaimContext,
): Problem {
  const unknown = scopes.find((scope) => !definedScopes.includes(scope));
  return (
    unknown &&
    `${path} has "${unknown}", which is not one of ${definedScopes.join(", ")}. Define it in scopes or remove it.`
  );
}

function claimProblem(claim: string): Problem {
  if (claim === "") return "claims.attributes has a claim without a name.";
  const isReserved =
    (RESERVED_CLAIMS as readonly string[]).includes(claim) || /^(?:cognito|dev):/.test(claim);
  return isReserved
    ? `claims.attributes has "${claim}", which Cognito keeps for itself: give the claim another name.`
    : undefined;
}

function attributeProblem(path: string, attribute: string, context: ClaimContext): Problem {
  return isUserAttribute(attribute, context.attributes)
    ? undefined
    : `${path} is "${attribute}", which no user has. Define it in attributes, or name a standard attribute.`;
}
