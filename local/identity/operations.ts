import { epochSeconds } from "../clock.ts";
import { invalidParameter } from "../json-api/errors.ts";
import { map, optionalText, required, textList } from "../json-api/input.ts";
import type { JsonApi } from "../json-api/json-api.ts";
import { operation, type Operations } from "../json-api/operation.ts";
import { identityById, identityOf, requireIdentity } from "./identities.ts";
import type { IssuedCredentials } from "../gateway/iam/issued-credentials.ts";
import { escapeForLog } from "../log-text.ts";
import { verifyLogins } from "./logins.ts";
import type { IdentityPool } from "./pool.ts";
import { type IdentityService, poolById } from "./service.ts";
import { type Caller, cognitoIdentity, sessionOf } from "./sessions.ts";
import { TEXTS } from "./texts.ts";

// The constraints of the service model, by the model's own names.
const id = required(optionalText({ minimum: 1, maximum: 55, pattern: /^[\w-]+:[0-9a-f-]+$/ }));
const accountId = optionalText({ minimum: 1, maximum: 15, pattern: /^\d+$/ });
const roleArn = optionalText({ minimum: 20, maximum: 2048 });

const operations: Operations<IdentityService> = {
  // C314
  GetId: operation(
    { IdentityPoolId: id, AccountId: accountId, Logins: map },
    async (service: IdentityService, input) => {
      const pool = poolById(service, input.IdentityPoolId);
      const logins = await verifyLogins(service, pool, input.Logins);
      return { IdentityId: identityOf(service, pool, logins).id };
    },
  ),

  // C314, C319–C321
  GetCredentialsForIdentity: operation(
    { IdentityId: id, Logins: map, CustomRoleArn: roleArn },
    async (service: IdentityService, input) => {
      const { pool, identity, logins } = await callerOf(service, input);
      const caller = { identity, logins, customRoleArn: input.CustomRoleArn };
      const session = sessionOf(service, pool, caller);
      const issued = service.credentials.issue(session);
      service.log(describe(pool, issued));
      return {
        IdentityId: identity.id,
        Credentials: {
          AccessKeyId: issued.accessKeyId,
          SecretKey: issued.secretKey,
          SessionToken: issued.sessionToken,
          Expiration: Math.floor(issued.expiresAt / 1000),
        },
      };
    },
  ),

  // C316
  GetOpenIdToken: operation(
    { IdentityId: id, Logins: map },
    async (service: IdentityService, input) => {
      requireClassicFlow(identityById(service, input.IdentityId).pool);
      const { pool, identity, logins } = await callerOf(service, input);
      const now = epochSeconds(service.clock);
      const keys = await service.signing.keysOf(pool.id);
      const Token = await keys.sign("id", {
        sub: identity.id,
        aud: pool.id,
        amr: [...cognitoIdentity(pool, identity, logins).amr],
        iss: "https://cognito-identity.amazonaws.com",
        "https://cognito-identity.amazonaws.com/identity-pool-arn": pool.arn,
        exp: now + OPEN_ID_SECONDS,
        iat: now,
      });
      return { IdentityId: identity.id, Token };
    },
  ),

  // C313
  UnlinkIdentity: operation(
    { IdentityId: id, Logins: required(map), LoginsToRemove: required(textList) },
    async (service: IdentityService, input) => {
      const { identity } = await callerOf(service, input);
      for (const provider of input.LoginsToRemove) {
        service.store.identities.unlink(identity, provider, service.clock.now());
      }
      return {};
    },
  ),
};

/** Life of an OpenID token (AWS's default for GetOpenIdToken). */
const OPEN_ID_SECONDS = 600;

/**
 * The JSON API of identity pools (C313).
 * Source of the signed ones: the service model of cognito-identity
 */
export const IDENTITY_POOLS_API: JsonApi<IdentityService> = {
  target: "AWSCognitoIdentityService",
  signedOperations: new Set([
    "CreateIdentityPool",
    "DeleteIdentities",
    "DeleteIdentityPool",
    "DescribeIdentity",
    "DescribeIdentityPool",
    "GetIdentityPoolRoles",
    "GetOpenIdTokenForDeveloperIdentity",
    "GetPrincipalTagAttributeMap",
    "ListIdentities",
    "ListIdentityPools",
    "ListTagsForResource",
    "LookupDeveloperIdentity",
    "MergeDeveloperIdentities",
    "SetIdentityPoolRoles",
    "SetPrincipalTagAttributeMap",
    "TagResource",
    "UnlinkDeveloperIdentity",
    "UntagResource",
    "UpdateIdentityPool",
  ]),
  operations: new Map(Object.entries(operations)),
};

async function callerOf(
  service: IdentityService,
  input: {
    readonly IdentityId: string;
    readonly Logins?: Readonly<Record<string, string>> | undefined;
  },
): Promise<Caller & { readonly pool: IdentityPool }> {
  const { pool } = identityById(service, input.IdentityId);
  const logins = await verifyLogins(service, pool, input.Logins);
  return { pool, identity: requireIdentity(service, input.IdentityId, logins), logins };
}

function requireClassicFlow({ allowsClassicFlow, roleMappings }: IdentityPool): void {
  if (!allowsClassicFlow) throw invalidParameter(TEXTS.noClassicFlow);
  if (roleMappings.size > 0) throw invalidParameter(TEXTS.noClassicFlowWithMappings);
}

/** What was handed out, without what it is worth. */
function describe({ name }: IdentityPool, issued: IssuedCredentials): string {
  const { accessKeyId, roleArn, isForeignRole, cognitoIdentity: who, principalTags } = issued;
  const tags = Object.entries(principalTags).map(([tag, value]) => `${tag}=${value}`);
  const tagged = tags.length > 0 ? `, tagged ${escapeForLog(tags.join(" "))}` : "";
  const foreign = isForeignRole ? ", which the program does not make" : "";
  return `identity pool "${name}": stand-in credentials ${accessKeyId} for ${who.identityId} as ${roleArn}${foreign}${tagged}`;
}
