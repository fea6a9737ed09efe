import type { Properties } from "../graph.ts";
import { ACCOUNT_ID, lowerId, mixedId, uuid } from "../names.ts";
import {
  type AttributeTable,
  given,
  globalArn,
  idOf,
  listed,
  nameOf,
  regionalArn,
  type Registration,
} from "./registration.ts";

/** User pools and identity pools, and everything in them. */
export const COGNITO: AttributeTable = {
  "aws:cognito/userPool:UserPool": (pool) => {
    const id = idOf(pool, `${pool.region}_${mixedId(pool.urn, 9)}`);
    return {
      id,
      outputs: {
        name: given(pool, "name") ?? nameOf({ ...pool, givenId: undefined }),
        arn: regionalArn(pool, "cognito-idp", `userpool/${id}`),
        endpoint: `cognito-idp.${pool.region}.amazonaws.com/${id}`,
        estimatedNumberOfUsers: 0,
      },
    };
  },
  "aws:cognito/userPoolClient:UserPoolClient": client,
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient": client,
  "aws:cognito/userPoolDomain:UserPoolDomain": (domain) => {
    const distribution = `${lowerId(domain.urn, 14)}.cloudfront.net`;
    return {
      id: given(domain, "domain") ?? idOf(domain, domain.name),
      outputs: {
        awsAccountId: ACCOUNT_ID,
        cloudfrontDistribution: distribution,
        cloudfrontDistributionArn: distribution,
        cloudfrontDistributionZoneId: "Z2FDTNDATAQYW2",
        s3Bucket: `aws-cognito-prod-${domain.region}-assets`,
        version: "20261101000000",
      },
    };
  },
  "aws:cognito/resourceServer:ResourceServer": (server) => ({
    id: `${given(server, "userPoolId")}|${given(server, "identifier")}`,
    outputs: { scopeIdentifiers: scopeIdentifiers(server) },
  }),
  "aws:cognito/userGroup:UserGroup": (group) => {
    const name = nameOf(group);
    return { id: `${given(group, "userPoolId")}/${name}`, outputs: { name } };
  },
  "aws:cognito/user:User": (user) => ({
    id: `${given(user, "userPoolId")}/${given(user, "username")}`,
    outputs: {
      sub: uuid(user.urn),
      status: given(user, "password") === undefined ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED",
    },
  }),
  "aws:cognito/userInGroup:UserInGroup": (member) => ({
    id: `${given(member, "userPoolId")}/${given(member, "groupName")}/${given(member, "username")}`,
    outputs: {},
  }),
  "aws:cognito/identityProvider:IdentityProvider": (provider) => ({
    id: `${given(provider, "userPoolId")}:${given(provider, "providerName")}`,
    outputs: {},
  }),
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": (branding) => {
    const id = uuid(branding.urn);
    return {
      id: `${given(branding, "userPoolId")},${id}`,
      outputs: { managedLoginBrandingId: id },
    };
  },
  "aws:cognito/identityPool:IdentityPool": (pool) => {
    const id = idOf(pool, `${pool.region}:${uuid(pool.urn)}`);
    return { id, outputs: { arn: regionalArn(pool, "cognito-identity", `identitypool/${id}`) } };
  },
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": (attachment) => ({
    id: given(attachment, "identityPoolId") ?? attachment.name,
    outputs: {},
  }),
  "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag": (tags) => ({
    id: `${given(tags, "identityPoolId")}:${given(tags, "identityProviderName")}`,
    outputs: {},
  }),
};

/** Roles, policies and the other identities of IAM. */
export const IAM: AttributeTable = {
  "aws:iam/role:Role": (role) => principal(role, "role", "AROA"),
  "aws:iam/user:User": (user) => principal(user, "user", "AIDA"),
  "aws:iam/group:Group": (group) => principal(group, "group", "AGPA"),
  "aws:iam/instanceProfile:InstanceProfile": (profile) =>
    principal(profile, "instance-profile", "AIPA"),
  "aws:iam/policy:Policy": (policy) => {
    const { uniqueId, ...outputs } = principal(policy, "policy", "ANPA").outputs;
    return {
      id: String(outputs["arn"]),
      outputs: { ...outputs, policyId: uniqueId ?? "", attachmentCount: 0 },
    };
  },
  "aws:iam/rolePolicy:RolePolicy": (policy) => {
    const name = nameOf(policy);
    return { id: `${given(policy, "role")}:${name}`, outputs: { name } };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (attachment) => ({
    id: `${given(attachment, "role")}-${lowerId(attachment.urn, 26)}`,
    outputs: {},
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (provider) => {
    const host = (given(provider, "url") ?? "").replace(/^https:\/\//, "");
    const arn = idOf(provider, globalArn("iam", `oidc-provider/${host}`));
    return { id: arn, outputs: { arn } };
  },
  "aws:iam/accessKey:AccessKey": (key) => ({
    id: idOf(key, `AKIA${lowerId(key.urn, 16).toUpperCase()}`),
    outputs: { secret: mixedId(`secret ${key.urn}`, 40) },
  }),
};

function client(registration: Registration) {
  const hasSecret = registration.inputs["generateSecret"] === true;
  return {
    id: idOf(registration, lowerId(registration.urn, 26)),
    outputs: {
      name: given(registration, "name") ?? nameOf({ ...registration, givenId: undefined }),
      clientSecret: hasSecret ? lowerId(`secret ${registration.urn}`, 51) : "",
    },
  };
}

function principal(registration: Registration, kind: string, idPrefix: string) {
  const name = nameOf(registration);
  const path = given(registration, "path")?.replace(/^\//, "") ?? "";
  const uniqueId = `${idPrefix}${lowerId(registration.urn, 17).toUpperCase()}`;
  return { id: name, outputs: { name, arn: globalArn("iam", `${kind}/${path}${name}`), uniqueId } };
}

function scopeIdentifiers(server: Registration): string[] {
  const identifier = given(server, "identifier");
  return listed(server, "scopes").map(
    (scope) => `${identifier}/${String((scope as Properties)["scopeName"])}`,
  );
}
