import type { Rule } from "../rule.ts";
import { USER_POOL } from "../types.ts";

export const USER_POOL_LIFECYCLE_RULES: readonly Rule[] = [
  {
    id: "cog-deletion-protection",
    scope: "resource",
    types: [USER_POOL],
    description: "Cognito refuses to delete the user pool.",
    why: "Users and their passwords cannot be exported, so a pool that is gone is lost.",
    remedy: "Set deletionProtection to ACTIVE; to remove the pool, switch it off in a step before.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: ["Cognito.6", "prow:cognito_user_pool_deletion_protection_enabled"],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-6",
    remediate: { deletionProtection: "ACTIVE" },
    checks: [
      function* (pool) {
        if (pool.text("deletionProtection", "INACTIVE") !== "ACTIVE") {
          yield pool.violation("deletionProtection", "ACTIVE");
        }
      },
    ],
  },
  {
    id: "cog-no-replace",
    scope: "resource",
    types: [USER_POOL],
    description: "Pulumi refuses to replace the user pool.",
    why:
      "A changed schema, alias or case setting replaces the pool: every user is gone, and tokens have another " +
      "issuer.",
    remedy:
      "Set the resource option protect. Where a create-only property has to differ, use ignoreChanges, or move " +
      "the users to a second pool.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 1,
    unknown: "plain",
    ids: [],
    reference: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    checks: [
      function* (pool) {
        if (!pool.facts.options.protect) {
          yield pool.lacks("protection from being replaced", "the resource option protect");
        }
      },
    ],
  },
];
