import type { Resource } from "../resource.ts";
import { type Rule, type StackContext, waiver } from "../rule.ts";
import { RISK_CONFIGURATION, USER_POOL } from "../types.ts";
import { isPlus, NEEDS_PLUS, tierOf } from "./user-pool-tier.ts";

const CLASSES = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];
const CONTROL =
  "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-3";

/** Length that NIST SP 800-63B-4 asks of a password alone, and of one beside a second factor. */
const ASVS_LENGTH = { alone: 15, withSecondFactor: 8 };

export const USER_POOL_PASSWORD_RULES: readonly Rule[] = [
  {
    id: "cog-password-length",
    scope: "resource",
    types: [USER_POOL],
    description: "Passwords of a user pool have at least 14 characters.",
    why: "Every character more makes guessing harder by far; no rule about characters does as much.",
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
    reference: CONTROL,
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
  {
    id: "cog-password-classes",
    scope: "stack",
    types: [USER_POOL],
    description:
      "Passwords need all four character classes, or, under passwordStandard asvs, none of them and a check " +
      "against breached passwords.",
    why:
      "Security Hub and the scanners count classes; NIST SP 800-63B-4 and ASVS 6.2.5 hold that they only make " +
      "passwords predictable.",
    remedy:
      "Require the four classes. Under asvs require none, and add a RiskConfiguration that blocks compromised " +
      "credentials.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Cognito.3",
      "nag:AwsSolutions-COG1",
      "prow:cognito_user_pool_password_policy_lowercase",
      "prow:cognito_user_pool_password_policy_uppercase",
      "prow:cognito_user_pool_password_policy_number",
      "prow:cognito_user_pool_password_policy_symbol",
    ],
    reference: CONTROL,
    checks: [
      ...CLASSES.map(
        (name) =>
          function* (pool: Resource, { settings }: StackContext) {
            const property = `passwordPolicy.${name}`;
            const isWanted = settings.passwordStandard === "fsbp";
            // Cognito asks for all classes, but the provider writes `false` into a policy that leaves one out.
            const isRequired = pool.flag(property, !pool.has("passwordPolicy"));
            if (isRequired !== isWanted) yield pool.violation(property, String(isWanted));
          },
      ),
      function* (pool, { settings, stack }) {
        if (settings.passwordStandard === "fsbp") return;
        if (!isPlus(pool)) yield waiver(NEEDS_PLUS);
        else if (!blocksBreached(pool, stack)) {
          yield pool.lacks(
            "check against breached passwords",
            "a RiskConfiguration that blocks compromised credentials",
          );
        }
      },
    ],
  },
  {
    id: "cog-temp-password-expiry",
    scope: "resource",
    types: [USER_POOL],
    description: "An invitation's temporary password works for 7 days at most.",
    why: "Until somebody uses it, an invitation is a password that lies in a mailbox.",
    remedy: "Set temporaryPasswordValidityDays to 7 or less.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: ["Cognito.3", "prow:cognito_user_pool_temporary_password_expiration"],
    reference: CONTROL,
    thresholds: {
      maximumDays: { default: 7, minimum: 1, description: "Longest life of a temporary password" },
    },
    remediate: { "passwordPolicy.temporaryPasswordValidityDays": 7 },
    checks: [
      function* (pool, { threshold }) {
        const property = "passwordPolicy.temporaryPasswordValidityDays";
        const most = threshold("maximumDays");
        if (pool.number(property, 7) > most) yield pool.violation(property, `${most} or less`);
      },
    ],
  },
  {
    id: "cog-password-history",
    scope: "resource",
    types: [USER_POOL],
    description: "A user pool that can remember passwords refuses the last 5.",
    why: "Users go back to a password that has leaked, if they are let.",
    remedy: "Set passwordHistorySize to 5 or more (Cognito remembers 24 at most).",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html",
    thresholds: {
      minimumSize: { default: 5, minimum: 1, description: "Fewest passwords to remember" },
    },
    // ASVS asks for no history, and LITE has none (C263, C281).
    applies: (pool, { settings }) =>
      settings.passwordStandard === "fsbp" && tierOf(pool) !== "LITE",
    checks: [
      function* (pool, { threshold }) {
        const property = "passwordPolicy.passwordHistorySize";
        const least = threshold("minimumSize");
        if (pool.number(property, 0) < least) yield pool.violation(property, `${least} or more`);
      },
    ],
  },
];

function blocksBreached(pool: Resource, stack: StackContext["stack"]): boolean {
  return stack
    .sources(pool, RISK_CONFIGURATION, "userPoolId")
    .some(
      (risk) =>
        risk.text("compromisedCredentialsRiskConfiguration.actions.eventAction") === "BLOCK",
    );
}
