import { type Statement, statementsOf } from "../iam-document.ts";
import type { Rule } from "../rule.ts";
import { POLICY, ROLE, ROLE_POLICY } from "../types.ts";

export const IAM_POLICY_RULES: readonly Rule[] = [
  {
    id: "iam-no-admin",
    scope: "resource",
    types: [ROLE, ROLE_POLICY, POLICY],
    description: "No policy allows every action on every resource.",
    why: "One leaked credential is the account.",
    remedy: "List actions.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp", "hipaa", "nist-800-53", "pci"],
    wave: 1,
    unknown: "wait",
    ids: [
      "IAM.1",
      "CIS 5.0 1.15",
      "nag:HIPAA.Security-IAMPolicyNoStatementsWithAdminAccess",
      "nag:NIST.800.53.R5-IAMPolicyNoStatementsWithAdminAccess",
      "nag:PCI.DSS.321-IAMPolicyNoStatementsWithAdminAccess",
      "CKV_AWS_1",
      "CKV_AWS_62",
      "CKV2_AWS_40",
      "prow:iam_inline_policy_no_administrative_privileges",
      "guard:iam_policy_no_statements_with_admin_access",
    ],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
    checks: [
      function* (resource) {
        for (const statement of statementsOf(resource)) {
          const wanted = "named actions on named resources";
          const { path, members } = statement;
          if (isAdmin(statement)) yield resource.violation(path, wanted, { found: members });
        }
      },
    ],
  },
];

/** Whether a statement allows every action on every resource. */
export function isAdmin({ effect, actions, resources }: Statement): boolean {
  const isEverything = actions.some((action) => /^\*(:\*)?$/.test(action));
  return effect === "Allow" && isEverything && resources.includes("*");
}
