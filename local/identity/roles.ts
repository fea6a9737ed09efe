import { notAuthorized, ServiceError } from "../json-api/errors.ts";
import type { Claims } from "../cognito/tokens/own-tokens.ts";
import type { VerifiedLogin } from "./logins.ts";
import type { IdentityPool, RoleMapping, RoleRule } from "./pool.ts";
import { TEXTS } from "./texts.ts";

/**
 * ARN of the role that a caller gets (C319): by the mapping of the token's client, else the pool's default role.
 * @param login undefined for a guest
 * @param customRoleArn one of the token's roles that the caller prefers
 * @throws ServiceError when there is no role, or none may be chosen
 */
export function chooseRole(
  pool: IdentityPool,
  login: VerifiedLogin | undefined,
  customRoleArn?: string,
): string {
  const fallback = login ? pool.roles.authenticated : pool.roles.unauthenticated;
  const mapping = login && pool.roleMappings.get(`${login.provider}:${login.clientId}`);
  if (customRoleArn !== undefined && mapping?.type !== "Token") {
    throw notAuthorized(TEXTS.noCustomRole);
  }
  const mapped =
    mapping?.type === "Token"
      ? roleOfToken(login?.claims ?? {}, customRoleArn)
      : roleByRules(mapping, login);
  if (mapped !== undefined) return mapped;
  if (mapping && mapping.whenAmbiguous !== "AuthenticatedRole")
    throw notAuthorized(TEXTS.ambiguousRole);
  if (fallback !== undefined) return fallback;
  throw new ServiceError("InvalidIdentityPoolConfigurationException", TEXTS.noRole);
}

// The claims come from the user's groups (C21).
function roleOfToken(claims: Claims, customRoleArn: string | undefined): string | undefined {
  const { "cognito:preferred_role": preferred, "cognito:roles": roles } = claims;
  const listed = Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [];
  if (customRoleArn !== undefined) {
    if (listed.includes(customRoleArn)) return customRoleArn;
    throw notAuthorized(TEXTS.foreignRole);
  }
  if (typeof preferred === "string") return preferred;
  return listed.length === 1 ? listed[0] : undefined;
}

function roleByRules(
  mapping: RoleMapping | undefined,
  login: VerifiedLogin | undefined,
): string | undefined {
  return mapping?.rules.find((rule) => matches(rule, login?.claims[rule.claim]))?.roleArn;
}

// Of a list, such as `cognito:groups`, one element is enough; a claim that is not there matches nothing.
function matches({ matchType, value }: RoleRule, claim: unknown): boolean {
  if (claim === undefined || claim === null) return false;
  const texts = (Array.isArray(claim) ? claim : [claim]).map(String);
  switch (matchType) {
    case "Equals":
      return texts.includes(value);
    case "NotEqual":
      return !texts.includes(value);
    case "StartsWith":
      return texts.some((text) => text.startsWith(value));
    case "Contains":
      return texts.some((text) => text.includes(value));
    default:
      return false;
  }
}
