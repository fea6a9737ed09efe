import type { Neighbours } from "../graph.ts";
import { flagIs } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { CLIENT, IDENTITY_POOL, USER_POOL } from "../types.ts";
import { type Path, within } from "../values.ts";

const PROVIDERS = "cognitoIdentityProviders";
/** What a provider is made of, and whose it has to be. */
const PARTS = [
  ["clientId", CLIENT, "a client of the stack"],
  ["providerName", USER_POOL, "a pool of the stack"],
] as const;
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
    checks: [flagIs("allowUnauthenticatedIdentities", false, false)],
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
    checks: [flagIs("allowClassicFlow", false, false)],
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
    checks: PARTS.map(
      ([part, type, wanted]) =>
        function* (pool, { stack }) {
          for (const { path } of pool.items(PROVIDERS)) {
            const property = within(path, part);
            if (!isOwn(pool, property, type, stack)) yield pool.violation(property, wanted);
          }
        },
    ),
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
