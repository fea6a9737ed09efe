import type { JWTPayload } from "jose";
import type { ClaimChanges, GroupChanges, TokenChanges } from "../triggers/token-changes.ts";

// No function changes these in either token (C54).
const FIXED_CLAIMS = new Set(
  (
    "acr amr at_hash auth_time azp client_id exp iat iss jti nbf nonce origin_jti sub token_use event_id " +
    "device_key identities version"
  ).split(" "),
);

/** The claims of an access token after a pre-token function (C53–C55). */
export function changedAccessClaims(claims: JWTPayload, changes: TokenChanges): JWTPayload {
  const { scope, client_id: clientId } = claims;
  // Scopes change by their own lists, the audience to the client's own id only.
  const isFixed = (claim: string, value: unknown): boolean =>
    claim === "username" || claim === "scope" || (claim === "aud" && value !== clientId);
  return {
    ...withClaims(withGroups(claims, changes.groups, false), changes.accessToken, isFixed),
    scope: changedScope(String(scope), changes),
  };
}

/** The claims of an ID token after a pre-token function (C52–C55). */
export function changedIdClaims(claims: JWTPayload, changes: TokenChanges): JWTPayload {
  const isFixed = (claim: string): boolean => claim === "aud";
  return withClaims(withGroups(claims, changes.groups, true), changes.idToken, isFixed);
}

/** Scopes after a pre-token function; taking away wins over adding (C55). */
function changedScope(scope: string, changes: TokenChanges): string {
  const scopes = new Set([...scope.split(" "), ...changes.scopesToAdd]);
  for (const suppressed of changes.scopesToSuppress) scopes.delete(suppressed);
  return [...scopes].join(" ");
}

function withClaims(
  claims: JWTPayload,
  { claimsToAddOrOverride, claimsToSuppress }: ClaimChanges,
  isFixed: (claim: string, value: unknown) => boolean,
): JWTPayload {
  const mayChange = (claim: string, value?: unknown): boolean =>
    !FIXED_CLAIMS.has(claim) && !claim.startsWith("cognito:") && !isFixed(claim, value);
  const added = Object.entries(claimsToAddOrOverride).filter(
    ([claim, value]) => mayChange(claim, value) && !claim.startsWith("dev:"),
  );
  const gone = new Set(claimsToSuppress.filter((claim) => mayChange(claim)));
  if (added.length === 0 && gone.size === 0) return claims;
  const changed = [...Object.entries(claims), ...added].filter(([claim]) => !gone.has(claim));
  return Object.fromEntries(changed);
}

/** Other groups and, in ID tokens, other roles; without any the claim is gone (C55). */
function withGroups(
  claims: JWTPayload,
  groups: GroupChanges | null,
  hasRoles: boolean,
): JWTPayload {
  if (groups === null) return claims;
  const { groupsToOverride, iamRolesToOverride, preferredRole } = groups;
  const {
    "cognito:groups": _groups,
    "cognito:roles": _roles,
    "cognito:preferred_role": _preferred,
    ...others
  } = claims;
  return {
    ...others,
    ...(groupsToOverride.length > 0 && { "cognito:groups": groupsToOverride }),
    ...(hasRoles && iamRolesToOverride.length > 0 && { "cognito:roles": iamRolesToOverride }),
    ...(hasRoles && preferredRole !== undefined && { "cognito:preferred_role": preferredRole }),
  };
}
