import type { Rule, StackContext } from "../rule.ts";
import type { Resource } from "../resource.ts";
import { RISK_CONFIGURATION, USER_POOL } from "../types.ts";

/** Where a risk configuration keeps what happens at each level of risk. */
const TAKEOVER_ACTIONS = "accountTakeoverRiskConfiguration.actions";

export const USER_POOL_SIGN_IN_RULES: readonly Rule[] = [
  {
    id: "cog-mfa-required",
    scope: "stack",
    types: [USER_POOL],
    description: "A user pool requires a second factor.",
    why: "One stolen password must not be enough.",
    remedy: "Set ON; OPTIONAL is allowed only with an adaptive-auth MFA rule.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Cognito.5",
      "cfg:cognito-user-pool-mfa-enabled",
      "nag:AwsSolutions-COG2",
      "prow:cognito_user_pool_mfa_enabled",
      "guard:cognito_user_pool_mfa_configuration_rule",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-5",
    // A pool without passwords has none that could be stolen.
    applies: (pool) => {
      const factors = pool.texts("signInPolicy.allowedFirstAuthFactors");
      return factors.length === 0 || factors.some(({ value }) => value === "PASSWORD");
    },
    checks: [
      function* (pool, context) {
        const mfa = pool.text("mfaConfiguration", "OFF");
        if (mfa === "ON" || (mfa === "OPTIONAL" && asksAtRisk(pool, context))) return;
        yield pool.violation("mfaConfiguration", "ON");
      },
    ],
  },
];

/** Whether every detected risk asks for a second factor at least. */
function asksAtRisk(pool: Resource, { stack }: StackContext): boolean {
  if (pool.text("userPoolAddOns.advancedSecurityMode", "OFF") !== "ENFORCED") return false;
  return stack
    .sources(pool, RISK_CONFIGURATION, "userPoolId")
    .some((risk) =>
      ["highAction", "mediumAction", "lowAction"].every((action) =>
        ["MFA_REQUIRED", "BLOCK"].includes(risk.text(`${TAKEOVER_ACTIONS}.${action}.eventAction`)),
      ),
    );
}
