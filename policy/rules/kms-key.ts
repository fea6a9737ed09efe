import { isForEverybody } from "../iam-access.ts";
import { statementsAt } from "../iam-document.ts";
import { flagIs } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import { KMS_KEY } from "../types.ts";

export const KMS_KEY_RULES: readonly Rule[] = [
  {
    id: "kms-rotation",
    scope: "resource",
    types: [KMS_KEY],
    description: "Keys are replaced year by year.",
    why: "What one leaked key opens is little then.",
    remedy: "Set enableKeyRotation.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp", "nist-800-53", "pci"],
    wave: 2,
    unknown: "plain",
    ids: [
      "KMS.4",
      "nag:AwsSolutions-KMS5",
      "nag:NIST.800.53.R5-KMSBackingKeyRotationEnabled",
      "nag:PCI.DSS.321-KMSBackingKeyRotationEnabled",
      "awsg:cmk-backing-key-rotation-enabled",
      "pul:aws-kms-key-enable-key-rotation",
    ],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4",
    remediate: { enableKeyRotation: true },
    // The service rotates symmetric keys of its own store only.
    applies: (key) =>
      key.text("customerMasterKeySpec", "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT" &&
      !key.has("customKeyStoreId"),
    checks: [flagIs("enableKeyRotation", true, false)],
  },
  {
    id: "kms-policy-safe",
    scope: "resource",
    types: [KMS_KEY],
    description: "The policy of a key names who may use it, and keeps somebody who can change it.",
    why: "Everybody may open what it locks, or nobody ever again.",
    remedy: "Name the account and the services; leave bypassPolicyLockoutSafetyCheck off.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "wait",
    ids: ["KMS.5", "pul:aws-kms-key-disallow-bypass-policy-lockout-safety-check"],
    reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5",
    checks: [
      function* (key) {
        for (const statement of key.has("policy") ? statementsAt(key, "policy") : []) {
          const { path, members } = statement;
          if (isForEverybody(statement)) {
            yield key.violation(path, "named principals", { found: members });
          }
        }
      },
      flagIs("bypassPolicyLockoutSafetyCheck", false, false),
    ],
  },
];
