import { conditionKeysOf, covers, isAnyResource } from "../iam-access.ts";
import { principalsOf, type Statement, statementsAt, statementsOf } from "../iam-document.ts";
import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { POLICY, ROLE, ROLE_POLICY } from "../types.ts";

const DECRYPTS = ["kms:Decrypt", "kms:ReEncryptFrom"];
const ITEM_ACTIONS = ["GetItem", "BatchGetItem", "Query", "Scan", "PutItem", "UpdateItem"].map(
  (name) => `dynamodb:${name}`,
);
const ALL_TABLES = /^(\*|arn:[\w-]+:dynamodb(:[^:]*){2}:(\*|table\/\*))$/;
/** Gives users of an identity pool credentials of their own. */
const IDENTITIES = "cognito-identity.amazonaws.com";

export const IAM_DATA_RULES: readonly Rule[] = [
  {
    id: "iam-kms-scoped",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "Policies name the keys that they decrypt with.",
    why: "Every secret of the account lies under one of its keys.",
    remedy: "Write the key's ARN.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "wait",
    ids: ["KMS.1", "KMS.2", "prow:iam_inline_policy_no_full_access_to_kms"],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1",
    checks: [
      function* (resource) {
        for (const statement of statementsOf(resource)) {
          const { path, resources, members } = statement;
          // An alias names a key as well as its ARN does.
          const isNamed = conditionKeysOf(members).includes("kms:resourcealiases");
          if (allows(statement, DECRYPTS) && !isNamed && resources.some(isAnyResource)) {
            yield resource.violation(path, "the ARNs of the keys", { found: members });
          }
        }
      },
    ],
  },
  {
    id: "iam-ddb-leading-keys",
    scope: "stack",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "Policies name the tables they read and write; users reach their own items only.",
    why: "The database can keep users apart even where the code forgets to.",
    remedy:
      "Write the table's ARN; for users' own credentials add dynamodb:LeadingKeys with ${cognito-identity.amazonaws.com:sub}.",
    severity: "medium",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "wait",
    ids: [],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (resource, context) {
        for (const statement of statementsOf(resource)) {
          const { path, resources, members } = statement;
          if (!allows(statement, ITEM_ACTIONS)) continue;
          if (resources.some((one) => ALL_TABLES.test(one))) {
            yield resource.violation(path, "the ARNs of the tables", { found: members });
          } else if (isOfUsers(resource, context) && !isByUser(statement)) {
            yield resource.violation(path, "a condition on dynamodb:LeadingKeys", {
              found: members,
            });
          }
        }
      },
    ],
  },
];

/** `*` alone is the business of iam-no-admin and iam-least-actions. */
function allows({ effect, actions }: Statement, names: readonly string[]): boolean {
  const named = actions.filter((action) => action.includes(":") && action !== "*:*");
  return effect === "Allow" && named.some((action) => names.some((name) => covers(action, name)));
}

/** Whether the users of an identity pool hold the policy. */
function isOfUsers(resource: Resource, { stack }: StackContext): boolean {
  const isRole = resource.facts.type === ROLE;
  const roles = isRole ? [resource] : stack.targets(resource, "role", ROLE);
  return roles.some((role) =>
    statementsAt(role, "assumeRolePolicy").some(({ members }) =>
      principalsOf(members).includes(IDENTITIES),
    ),
  );
}

function isByUser({ members }: Statement): boolean {
  return conditionKeysOf(members).includes("dynamodb:leadingkeys");
}
