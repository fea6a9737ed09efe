import { accountId } from "../../account.ts";
import type { IssuedCredentials } from "./issued-credentials.ts";

/** `requestContext.authorizer.iam` of an event of format 2.0 (H150). The local account is in no organization. */
export function iamAuthorizer(credentials: IssuedCredentials): object {
  const { accessKeyId, cognitoIdentity, userArn, userId } = credentials;
  const { amr, identityId, identityPoolId } = cognitoIdentity;
  return {
    accessKey: accessKeyId,
    accountId,
    callerId: userId,
    cognitoIdentity: { amr, identityId, identityPoolId },
    principalOrgId: null,
    userArn,
    userId,
  };
}

/** Who calls, as `requestContext.identity` of format 1.0 and `$context.identity` name it (H162, H279). */
export interface CallerIdentity {
  readonly accessKey: string | null;
  readonly accountId: string | null;
  readonly caller: string | null;
  readonly cognitoAuthenticationProvider: string | null;
  readonly cognitoAuthenticationType: string | null;
  readonly cognitoIdentityId: string | null;
  readonly cognitoIdentityPoolId: string | null;
  readonly principalOrgId: null;
  readonly user: string | null;
  readonly userArn: string | null;
}

/** A caller without AWS credentials. */
export const nobody: CallerIdentity = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/** A caller who signed the request. */
export function callerIdentity(credentials: IssuedCredentials): CallerIdentity {
  const { accessKeyId, cognitoIdentity, userArn, userId } = credentials;
  const [type = null, ...providers] = cognitoIdentity.amr;
  return {
    accessKey: accessKeyId,
    accountId,
    caller: userId,
    cognitoAuthenticationProvider: providers.length > 0 ? providers.join(",") : null,
    cognitoAuthenticationType: type,
    cognitoIdentityId: cognitoIdentity.identityId,
    cognitoIdentityPoolId: cognitoIdentity.identityPoolId,
    principalOrgId: null,
    user: userId,
    userArn,
  };
}

/** The value of `$context.identity.NAME` for somebody who signed (H279); undefined for a name that is none. */
export function identityVariable(credentials: IssuedCredentials, name: string): string | undefined {
  if (name === "cognitoAmr") return credentials.cognitoIdentity.amr.join(",");
  // An access key is no variable.
  const { accessKey: _, ...members } = callerIdentity(credentials);
  return new Map<string, string | null>(Object.entries(members)).get(name) ?? undefined;
}
