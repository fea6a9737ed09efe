import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { POLICY, ROLE, ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "../types.ts";
import { type Path, within } from "../values.ts";

const OF_AWS = /^arn:[\w-]+:iam::aws:policy\/(?<name>.+)$/;
/** Managed policies that give a service or the account away. */
const ELEVATED =
  /(^|\/)(AdministratorAccess.*|PowerUserAccess|SystemAdministrator|.*FullAccess(V\d+)?)$/;
const OWN = "Write a policy of your own that names the resources.";

export const IAM_MANAGED_RULES: readonly Rule[] = [
  {
    id: "iam-managed-policies",
    scope: "resource",
    types: [ROLE, ROLE_POLICY_ATTACHMENT],
    description: "Roles have no policies of AWS's that give full access.",
    why: "They are made for every account, so they name no resource of this one.",
    remedy: OWN,
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [
      "nag:AwsSolutions-IAM4",
      "CKV_AWS_274",
      "CKV2_AWS_56",
      "guard:iam_role_administrator_access_policy_rule",
      "guard:iam_role_elevated_managed_policy_rule",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (resource) {
        for (const { path, arn } of policiesOf(resource)) {
          const { name } = OF_AWS.exec(arn)?.groups ?? {};
          if (name === undefined) continue;
          yield ELEVATED.test(name)
            ? resource.violation(path, "named actions on named resources")
            : resource.violation(path, "a policy of your own", {
                level: "advisory",
                remedy: `${OWN} AWSLambdaBasicExecutionRole, for one, writes to every log group.`,
              });
        }
      },
    ],
  },
  {
    id: "iam-no-inline",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "Roles have managed policies only.",
    why: "Some frameworks want every policy listed in one place; inline ones are narrower.",
    remedy: "Make the policy an iam.Policy and attach it, or leave this rule off.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["hipaa", "nist-800-53", "pci"],
    wave: 3,
    unknown: "plain",
    ids: [
      "nag:HIPAA.Security-IAMNoInlinePolicy",
      "nag:NIST.800.53.R5-IAMNoInlinePolicy",
      "nag:PCI.DSS.321-IAMNoInlinePolicy",
      "guard:iam_no_inline_policy_check",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (resource) {
        const isInline = resource.facts.type === ROLE_POLICY;
        if (isInline && resource.value("policy") !== undefined) {
          yield resource.violation("policy", "no inline policy");
        }
        for (const path of resource.facts.type === ROLE ? inlineOf(resource) : []) {
          yield resource.violation(path, "no inline policy");
        }
      },
    ],
  },
  {
    id: "iam-no-conflict",
    scope: "stack",
    types: [ROLE],
    description: "A role's policies are listed in the role or beside it, not in both.",
    why: "A list in the role owns all policies of its kind: each update undoes the other.",
    remedy: "Move the policies to RolePolicy and RolePolicyAttachment, and take the list away.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: ["awsg:iam-role-no-policy-management-conflicts"],
    reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    checks: [
      // After an update the provider lists in the role what others attached. That is no conflict.
      function* (role, { stack }) {
        const beside = stack.sources(role, ROLE_POLICY_ATTACHMENT, "role");
        const attached = beside.map((one) => one.text("policyArn"));
        const own = role
          .texts("managedPolicyArns")
          .filter(({ value }) => !attached.includes(value));
        if (beside.length > 0 && own.length > 0) {
          yield role.violation("managedPolicyArns", "nothing beside RolePolicyAttachment");
        }
      },
      function* (role, { stack }) {
        const beside = stack.sources(role, ROLE_POLICY, "role");
        const names = beside.map((one) => one.text("name"));
        const own = inlineOf(role).filter(
          (path) => !names.includes(role.text(within(path, "name"))),
        );
        if (beside.length > 0 && own.length > 0) {
          yield role.violation("inlinePolicies", "nothing beside RolePolicy");
        }
      },
    ],
  },
];

function policiesOf(resource: Resource): readonly { path: Path; arn: string }[] {
  if (resource.facts.type === ROLE_POLICY_ATTACHMENT) {
    return [{ path: "policyArn", arn: resource.text("policyArn") }];
  }
  return resource.texts("managedPolicyArns").map(({ path, value }) => ({ path, arn: value }));
}

/** Inline policies of a role; an empty one is how "none at all" is written. */
function inlineOf(role: Resource): readonly Path[] {
  return role
    .items("inlinePolicies")
    .map(({ path }) => path)
    .filter((path) => role.has(within(path, "policy")));
}
