import { conditionsOf, principalsOf, statementsAt } from "../iam-document.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { IDENTITY_POOL_ROLES, ROLE } from "../types.ts";
import { type Properties, within } from "../values.ts";

const COGNITO_IDENTITY = "cognito-identity.amazonaws.com";

export const IDENTITY_POOL_ROLE_RULES: readonly Rule[] = [
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
