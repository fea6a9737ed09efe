import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { USER_POOL } from "../types.ts";
import { within } from "../values.ts";

const MECHANISMS = "accountRecoverySetting.recoveryMechanisms";

export const USER_POOL_RECOVERY_RULES: readonly Rule[] = [
  {
    id: "cog-recovery-safe",
    scope: "resource",
    types: [USER_POOL],
    description:
      "A forgotten password is replaced through the verified e-mail address first, or by an administrator.",
    why: "Whoever can recover an account can sign in to it, so recovery is as strong as sign-in or is its hole.",
    remedy:
      "Give verified_email the priority 1, or admin_only alone; leave verified_phone_number out where SMS is a " +
      "second factor.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 2,
    unknown: "plain",
    ids: ["ASVS 6.4.3"],
    reference: "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md",
    checks: [
      function* (pool) {
        const sendsSms = pool.has("smsConfiguration");
        const mechanisms = mechanismsOf(pool);
        // By default Cognito takes the phone first (C270), where it can send messages to one.
        if (mechanisms.length === 0 && sendsSms) {
          yield pool.violation(MECHANISMS, "verified_email first, or admin_only");
        }
        const isFactor = sendsSms && pool.text("mfaConfiguration", "OFF") !== "OFF";
        for (const [index, { path, name }] of mechanisms.entries()) {
          if (name !== "verified_phone_number") continue;
          if (isFactor) yield pool.violation(path, "no SMS, which is a second factor too");
          else if (index === 0) yield pool.violation(path, "verified_email first, or admin_only");
        }
      },
    ],
  },
];

/** Ways to recover an account, the most important first. */
function mechanismsOf(pool: Resource) {
  return pool
    .items(MECHANISMS)
    .map(({ path }) => ({
      path: within(path, "name"),
      name: pool.text(within(path, "name")),
      priority: pool.number(within(path, "priority"), 1),
    }))
    .sort((one, other) => one.priority - other.priority);
}
