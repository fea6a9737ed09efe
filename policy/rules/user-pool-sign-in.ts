import { flagIs } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { DOMAIN, RISK_CONFIGURATION, USER_POOL } from "../types.ts";

const CREATE_USER_POOL =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html";

/** Where a risk configuration keeps what happens at each level of risk. */
const TAKEOVER_ACTIONS = "accountTakeoverRiskConfiguration.actions";

export const USER_POOL_SIGN_IN_RULES: readonly Rule[] = [
  {
    id: "cog-mfa-required",
    scope: "stack",
    types: [USER_POOL],
    description: "A user pool requires a second factor.",
    why: "Passwords are phished and reused; alone they let the thief in.",
    remedy:
      "Set mfaConfiguration to ON, or to OPTIONAL where adaptive authentication asks for a factor at every risk.",
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
  {
    id: "cog-mfa-not-sms-only",
    scope: "resource",
    types: [USER_POOL],
    description: "A second factor other than codes by SMS and e-mail is on offer.",
    why: "Codes in messages are phished, forwarded and taken over with the phone number.",
    remedy: "Turn on software tokens, or add WEB_AUTHN to the first factors.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "plain",
    ids: ["ASVS 6.3.6", "ASVS 6.6.1"],
    reference: "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md",
    // Without any second factor there is none to choose; cog-mfa-required speaks of that.
    applies: (pool) => pool.text("mfaConfiguration", "OFF") !== "OFF",
    checks: [
      function* (pool) {
        const property = "softwareTokenMfaConfiguration.enabled";
        if (offersPasskeys(pool) || pool.flag(property, false)) return;
        yield pool.violation(property, "true, or passkeys");
      },
    ],
  },
  {
    id: "cog-webauthn-uv-required",
    scope: "stack",
    types: [USER_POOL],
    description: "A passkey verifies its user, and belongs to the pool's own domain.",
    why: "A passkey that asks for no fingerprint or PIN only proves that somebody holds the device.",
    remedy: 'Set userVerification to "required" and relyingPartyId to the custom domain.',
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_USER_POOL,
    applies: (pool) => pool.has("webAuthnConfiguration") || offersPasskeys(pool),
    checks: [
      function* (pool) {
        const property = "webAuthnConfiguration.userVerification";
        if (pool.text(property, "preferred") !== "required") {
          yield pool.violation(property, "required");
        }
      },
      function* (pool, { stack }) {
        const property = "webAuthnConfiguration.relyingPartyId";
        const domains = stack.sources(pool, DOMAIN, "userPoolId");
        for (const domain of domains.filter((one) => one.has("certificateArn"))) {
          const own = domain.text("domain");
          if (pool.text(property) !== own) yield pool.violation(property, own);
        }
      },
    ],
  },
  {
    id: "cog-device-challenge",
    scope: "resource",
    types: [USER_POOL],
    description: "A device that is remembered has to prove that it is the one.",
    why: "Otherwise remembering a device drops the second factor without a word.",
    remedy: "Set challengeRequiredOnNewDevice to true, or drop deviceConfiguration.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: CREATE_USER_POOL,
    applies: (pool) => pool.has("deviceConfiguration"),
    checks: [flagIs("deviceConfiguration.challengeRequiredOnNewDevice", true, false)],
  },
];

function offersPasskeys(pool: Resource): boolean {
  return pool.includes("signInPolicy.allowedFirstAuthFactors", "WEB_AUTHN");
}

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
