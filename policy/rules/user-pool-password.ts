import type { Rule } from "../rule.ts";
import { USER_POOL } from "../types.ts";

/** Length that NIST SP 800-63B-4 asks of a password alone, and of one beside a second factor. */
const ASVS_LENGTH = { alone: 15, withSecondFactor: 8 };

export const USER_POOL_PASSWORD_RULES: readonly Rule[] = [
  {
    id: "cog-password-length",
    scope: "resource",
    types: [USER_POOL],
    description: "Passwords of a user pool have at least 14 characters.",
    why: "Length is what resists guessing; every standard agrees on it.",
    remedy: "Set minimumLength to 14 or more (Cognito allows 6–99).",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Cognito.3",
      "cfg:cognito-user-pool-password-policy-check",
      "nag:AwsSolutions-COG1",
      "prow:cognito_user_pool_password_policy_minimum_length_14",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-3",
    thresholds: {
      minimumLength: {
        default: 14,
        minimum: 8,
        description: "Shortest password under passwordStandard fsbp",
      },
    },
    remediate: { "passwordPolicy.minimumLength": 14 },
    checks: [
      function* (pool, { settings, threshold }) {
        const isAsvs = settings.passwordStandard === "asvs";
        const hasSecondFactor = isAsvs && pool.text("mfaConfiguration", "OFF") === "ON";
        const asvs = hasSecondFactor ? ASVS_LENGTH.withSecondFactor : ASVS_LENGTH.alone;
        const least = isAsvs ? asvs : threshold("minimumLength");
        const property = "passwordPolicy.minimumLength";
        if (pool.number(property, 8) < least) yield pool.violation(property, `${least} or more`);
      },
    ],
  },
];
