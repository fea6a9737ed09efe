import type { Neighbours } from "../graph.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { LOG_DELIVERY_CONFIGURATION, RISK_CONFIGURATION, USER_POOL } from "../types.ts";
import { within } from "../values.ts";

/** Why a protection that only the highest tier has is off. */
export const NEEDS_PLUS = "needs PLUS";

/** The tier of a pool; Cognito's default for new ones is ESSENTIALS (C281). */
export const tierOf = (pool: Resource): string => pool.text("userPoolTier", "ESSENTIALS");

export const isPlus = (pool: Resource): boolean => tierOf(pool) === "PLUS";

/** Whether threat protection is on in any way. */
export const asksForThreatProtection = (pool: Resource): boolean =>
  pool.text("userPoolAddOns.advancedSecurityMode", "OFF") !== "OFF";

export const USER_POOL_TIER_RULES: readonly Rule[] = [
  {
    id: "cog-tier-plus",
    scope: "stack",
    types: [USER_POOL],
    description: "A user pool is of the tier PLUS.",
    why: "Lower tiers neither see attacks on sign-in nor keep a log of them.",
    remedy: "Set userPoolTier to PLUS.",
    severity: "low",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 3,
    unknown: "plain",
    ids: ["nag:AwsSolutions-COG8"],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [
      function* (pool, { stack }) {
        if (isPlus(pool)) return;
        const asked = [...plusSettings(pool, stack)];
        yield asked.length === 0
          ? pool.violation("userPoolTier", "PLUS", { level: "advisory" })
          : pool.violation("userPoolTier", "PLUS", {
              remedy: `Set userPoolTier to PLUS, or drop what only PLUS has: ${asked.join(", ")}.`,
            });
      },
    ],
  },
  {
    id: "cog-tier-consistent",
    scope: "stack",
    types: [USER_POOL],
    description: "A user pool's tier carries all of its settings.",
    why: "Cognito refuses the first setting that the tier lacks, when half of the update is done.",
    remedy: "Raise userPoolTier, or drop the settings that it lacks.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html",
    checks: [
      function* (pool, { stack }) {
        const tier = tierOf(pool);
        const plus = tier === "PLUS" ? [] : [...plusSettings(pool, stack)];
        const essentials = tier === "LITE" ? [...essentialsSettings(pool)] : [];
        const settings = [...plus, ...essentials];
        if (settings.length === 0) return;
        const wanted = plus.length > 0 ? "PLUS" : "ESSENTIALS or PLUS";
        yield pool.violation("userPoolTier", `${wanted}, for ${settings.join(", ")}`);
      },
    ],
  },
];

/** What only PLUS has of what is set on a pool, by name. */
function* plusSettings(pool: Resource, stack: Neighbours): Iterable<string> {
  if (asksForThreatProtection(pool)) yield "userPoolAddOns.advancedSecurityMode";
  for (const { facts } of stack.sources(pool, RISK_CONFIGURATION, "userPoolId")) {
    yield `RiskConfiguration "${facts.name}"`;
  }
  for (const delivery of stack.sources(pool, LOG_DELIVERY_CONFIGURATION, "userPoolId")) {
    const logs = delivery.items("logConfigurations");
    if (logs.some(({ path }) => delivery.text(within(path, "eventSource")) === "userAuthEvents")) {
      yield `userAuthEvents of LogDeliveryConfiguration "${delivery.facts.name}"`;
    }
  }
}

/** The same for what LITE lacks (C281). */
function* essentialsSettings(pool: Resource): Iterable<string> {
  const factors = pool.texts("signInPolicy.allowedFirstAuthFactors");
  if (factors.some(({ value }) => value !== "PASSWORD")) {
    yield "signInPolicy.allowedFirstAuthFactors";
  }
  if (pool.number("passwordPolicy.passwordHistorySize", 0) > 0) {
    yield "passwordPolicy.passwordHistorySize";
  }
  if (pool.has("emailMfaConfiguration")) yield "emailMfaConfiguration";
  const version = pool.text("lambdaConfig.preTokenGenerationConfig.lambdaVersion", "V1_0");
  if (version !== "V1_0") yield "lambdaConfig.preTokenGenerationConfig.lambdaVersion";
}
