import type { Identity } from "../cognito/tables/identities.ts";
import type { CognitoIdentity } from "../gateway/iam/issued-credentials.ts";
import { text } from "../program/graph.ts";
import { lowerId } from "../program/names.ts";
import type { CredentialSession } from "./credentials.ts";
import type { VerifiedLogin } from "./logins.ts";
import type { IdentityPool } from "./pool.ts";
import { principalTags } from "./principal-tags.ts";
import { chooseRole } from "./roles.ts";
import type { IdentityService } from "./service.ts";
import { requireTrust, roleByArn, SESSION_NAME } from "./trust.ts";

/** Who takes on a role. */
export interface Caller {
  readonly identity: Identity;
  /** None for a guest. */
  readonly logins: readonly VerifiedLogin[];
  readonly customRoleArn?: string | undefined;
}

/**
 * The session of a caller: the role, and the tags that its policies may ask for.
 * @throws ServiceError when there is no role, or it does not trust the pool
 */
export function sessionOf(
  service: IdentityService,
  pool: IdentityPool,
  caller: Caller,
): CredentialSession {
  const { identity, logins, customRoleArn } = caller;
  const [login] = logins;
  const roleArn = chooseRole(pool, login, customRoleArn);
  const role = roleByArn(service.graph, roleArn);
  const session = {
    roleArn,
    cognitoIdentity: cognitoIdentity(pool, identity, logins),
    principalTags: principalTags(pool, login),
  };
  if (role) requireTrust(role, session, service.log);
  const roleId = text(role?.outputs["uniqueId"]) ?? `AROA${lowerId(roleArn, 17).toUpperCase()}`;
  const [, , , , accountId = "", path = ""] = roleArn.split(":");
  const roleName = path.slice(path.lastIndexOf("/") + 1);
  return {
    ...session,
    isForeignRole: !role,
    userId: `${roleId}:${SESSION_NAME}`,
    userArn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${SESSION_NAME}`,
  };
}

/** An identity as policies and events see it (H150); the providers stand behind what kind of caller it is. */
export function cognitoIdentity(
  pool: IdentityPool,
  identity: Identity,
  logins: readonly VerifiedLogin[],
): CognitoIdentity {
  const providers = logins.flatMap(({ provider, subject }) => [
    provider,
    `${provider}:CognitoSignIn:${subject}`,
  ]);
  const amr = logins.length > 0 ? ["authenticated", ...providers] : ["unauthenticated"];
  return { amr, identityId: identity.id, identityPoolId: pool.id };
}
