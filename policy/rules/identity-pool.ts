import { conditionsOf, principalsOf, statementsAt } from "../iam-document.ts";
import type { Neighbours } from "../graph.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { CLIENT, IDENTITY_POOL, IDENTITY_POOL_ROLES, ROLE, USER_POOL } from "../types.ts";
import { type Path, type Properties, within } from "../values.ts";

const PROVIDERS = "cognitoIdentityProviders";
const COGNITO_IDENTITY = "cognito-identity.amazonaws.com";
const CREATE_POOL =
  "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html";

export const IDENTITY_POOL_RULES: readonly Rule[] = [
  {
    id: "idpool-no-guests",
    scope: "resource",
    types: [IDENTITY_POOL],
    description:
      "An identity pool gives AWS credentials to users who have signed in, and to nobody else.",
    why: "With guests allowed, everybody on the internet has credentials of the account.",
    remedy:
      "Set allowUnauthenticatedIdentities to false; where guests are wanted, exempt the pool with the reason.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Cognito.2",
      "cfg:cognito-identity-pool-unauth-access-check",
      "nag:AwsSolutions-COG7",
      "CKV_AWS_366",
      "prow:cognito_identity_pool_guest_access_disabled",
      "guard:cognito_allow_unauthenticated_identities_rule",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-2",
    remediate: { allowUnauthenticatedIdentities: false },
    checks: [
      function* (pool) {
        const property = "allowUnauthenticatedIdentities";
        if (pool.flag(property, false)) yield pool.violation(property, "false");
      },
    ],
  },
  {
    id: "idpool-no-classic-flow",
    scope: "resource",
    types: [IDENTITY_POOL],
    description: "Credentials come by the enhanced flow alone.",
    why: "In the classic flow the caller picks the role, and no scope-down policy narrows it.",
    remedy: "Set allowClassicFlow to false.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_POOL,
    remediate: { allowClassicFlow: false },
    checks: [
      function* (pool) {
        const property = "allowClassicFlow";
        if (pool.flag(property, false)) yield pool.violation(property, "false");
      },
    ],
  },
  {
    id: "idpool-server-side-check",
    scope: "resource",
    types: [IDENTITY_POOL],
    description: "An identity pool asks the user pool whether the user is still signed in.",
    why: "Without it somebody who was disabled gets new credentials as long as the token lives.",
    remedy: "Set serverSideTokenCheck to true at every provider.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_POOL,
    remediate: (pool) =>
      Object.fromEntries(
        pool
          .items(PROVIDERS)
          .map((_, index) => [`${PROVIDERS}.${index}.serverSideTokenCheck`, true]),
      ),
    checks: [
      function* (pool) {
        for (const { path } of pool.items(PROVIDERS)) {
          const property = within(path, "serverSideTokenCheck");
          if (!pool.flag(property, false)) yield pool.violation(property, "true");
        }
      },
    ],
  },
  {
    id: "idpool-provider-known",
    scope: "stack",
    types: [IDENTITY_POOL],
    description: "An identity pool beside a user pool trusts that pool and its clients.",
    why: "With the id of another application's client, that application's users get the credentials.",
    remedy: "Take clientId and providerName from the stack's own client and pool.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: CREATE_POOL,
    // A stack without a user pool shares that of another one.
    applies: (pool, { stack }) => pool.has(PROVIDERS) && stack.all(USER_POOL).length > 0,
    checks: [
      function* (pool, { stack }) {
        for (const { path } of pool.items(PROVIDERS)) {
          const property = within(path, "clientId");
          if (!isOwn(pool, property, CLIENT, stack))
            yield pool.violation(property, "a client of the stack");
        }
      },
      function* (pool, { stack }) {
        for (const { path } of pool.items(PROVIDERS)) {
          const property = within(path, "providerName");
          if (!isOwn(pool, property, USER_POOL, stack))
            yield pool.violation(property, "a pool of the stack");
        }
      },
    ],
  },
  {
    id: "idpool-role-trust",
    scope: "resource",
    types: [ROLE],
    description: "A role for users of an identity pool trusts one pool, and one way of signing in.",
    why: "Without the pool's id in it, an identity pool of any account hands out the role.",
    remedy: `Hold ${COGNITO_IDENTITY}:aud against the pool's id and ${COGNITO_IDENTITY}:amr against "authenticated".`,
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "edge",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
    applies: (role) => trustsOf(role).length > 0,
    checks: [
      function* (role) {
        for (const { path, members } of trustsOf(role)) {
          const missing = ["aud", "amr"].filter((claim) => !isPinned(members, claim));
          if (missing.length === 0) continue;
          const wanted = missing.map((claim) => `${COGNITO_IDENTITY}:${claim}`).join(" and ");
          yield role.violation(path, `${wanted} in its conditions`, { found: members });
        }
      },
    ],
  },
  {
    id: "idpool-mapping-deny",
    scope: "resource",
    types: [IDENTITY_POOL_ROLES],
    description: "Users for whom no rule speaks, or several do, get no role.",
    why: "Otherwise they get the role of everybody who has signed in.",
    remedy: "Set ambiguousRoleResolution to Deny.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html",
    checks: [
      function* (attachment) {
        for (const { path } of attachment.items("roleMappings")) {
          const property = within(path, "ambiguousRoleResolution");
          if (attachment.text(property) !== "Deny") yield attachment.violation(property, "Deny");
        }
      },
    ],
  },
];

/**
 * Whether a provider's name or client is one of the stack's. The engine tells no ids: there a dependency of the list
 * has to do.
 */
function isOwn(pool: Resource, property: Path, type: string, stack: Neighbours): boolean {
  const text = pool.text(property);
  const ids = stack.all(type).map(({ facts }) => facts.props["id"]);
  if (ids.some((id) => typeof id === "string" && id !== "" && text.endsWith(id))) return true;
  const isTold = ids.every((id) => typeof id === "string");
  return !isTold && stack.targets(pool, PROVIDERS, type).length > 0;
}

/** The statements by which users of identity pools may assume the role. */
function trustsOf(role: Resource) {
  return statementsAt(role, "assumeRolePolicy").filter(
    ({ effect, members }) => effect === "Allow" && principalsOf(members).includes(COGNITO_IDENTITY),
  );
}

/** Whether a claim of the token is held against something. `…IfExists` is met by a token without the claim. */
function isPinned(statement: Properties, claim: string): boolean {
  return conditionsOf(statement, `${COGNITO_IDENTITY}:${claim}`).some(
    ({ operator, values }) =>
      /^(ForAnyValue:)?String(Equals|Like)$/i.test(operator) &&
      values.length > 0 &&
      values.every((value) => !/^\*?$/.test(value)),
  );
}
