import type { Graph, Properties, Resource } from "../../../../local/program/graph.ts";
import { POOL_ID, resource, standardGraph, WEB_ID } from "../../cognito/support/graph.ts";

/** Ids as the recorder makes them. */
export const IDENTITY_POOL_ID = "us-east-1:11111111-2222-4333-8444-555555555555";
export const PROVIDER = `cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;

export const roleArnOf = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

/** A role that trusts callers of the pool who are `authenticated` or `unauthenticated`. */
export function role(
  name: string,
  amr = "authenticated",
  changes: Properties = {},
  more: readonly Properties[] = [],
): Resource {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": IDENTITY_POOL_ID },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
    },
    ...changes,
  };
  return resource("aws:iam/role:Role", name, {
    inputs: {
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement, ...more] }),
    },
    outputs: { name, arn: roleArnOf(name), uniqueId: `AROA${name.toUpperCase()}` },
  });
}

/** An identity pool that takes tokens of the web client. */
export function identityPool(inputs: Properties = {}): Resource {
  return resource("aws:cognito/identityPool:IdentityPool", "identities", {
    id: IDENTITY_POOL_ID,
    inputs: {
      identityPoolName: "identities",
      cognitoIdentityProviders: [{ providerName: PROVIDER, clientId: WEB_ID }],
      ...inputs,
    },
    outputs: {
      arn: `arn:aws:cognito-identity:us-east-1:123456789012:identitypool/${IDENTITY_POOL_ID}`,
    },
  });
}

/** Default roles and role mappings. */
export function roles(
  inputs: Properties = {
    roles: { authenticated: roleArnOf("member"), unauthenticated: roleArnOf("guest") },
  },
): Resource {
  return resource("aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment", "roles", {
    inputs: { identityPoolId: IDENTITY_POOL_ID, ...inputs },
  });
}

/** A mapping of the web client's users. */
export function mappedRoles(mapping: Properties): Resource {
  return roles({
    roles: { authenticated: roleArnOf("member") },
    roleMappings: [{ identityProvider: `${PROVIDER}:${WEB_ID}`, ...mapping }],
  });
}

/** Attributes for access control. */
export function tags(inputs: Properties): Resource {
  return resource(
    "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag",
    "tags",
    { inputs: { identityPoolId: IDENTITY_POOL_ID, identityProviderName: PROVIDER, ...inputs } },
  );
}

/** User pool, identity pool, and roles for members and guests. */
export function identityGraph(poolInputs: Properties = {}, ...more: readonly Resource[]): Graph {
  const own = more.some(({ type }) => type.includes("RoleAttachment")) ? [] : [roles()];
  return standardGraph(
    identityPool(poolInputs),
    role("member"),
    role("guest", "unauthenticated"),
    ...own,
    ...more,
  );
}
