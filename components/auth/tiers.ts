import type { Problem } from "../shared/arguments";
import { type ClaimsArgs, hasRules } from "./claim-rules";
import type { FirstFactor } from "./first-factors";
import type { Factor } from "./mfa";
import type { Triggers } from "./triggers";

/** Feature plan of a pool, which is also its price. */
export type Tier = "LITE" | "ESSENTIALS" | "PLUS";

/** The arguments that need a tier. */
export interface TierArgs {
  readonly tier?: Tier;
  readonly threatProtection?: object;
  readonly logs?: { readonly authEvents?: boolean };
  readonly firstFactors?: readonly FirstFactor[];
  readonly passkeys?: object;
  readonly factors?: readonly Factor[];
  readonly branding?: object;
  readonly claims?: ClaimsArgs;
  readonly triggers?: Triggers;
}

// US dollars for each user who is active in a month, beyond the free ones, September 2026 (C332).
// Source: https://aws.amazon.com/cognito/pricing/
const PRICE: Readonly<Record<Tier, string>> = {
  LITE: "$0.0055",
  ESSENTIALS: "$0.015",
  PLUS: "$0.020",
};

const RANK: Readonly<Record<Tier, number>> = { LITE: 0, ESSENTIALS: 1, PLUS: 2 };

interface Feature {
  readonly name: string;
  /** The lowest tier that has it. */
  readonly tier: Tier;
  readonly isAsked: (args: TierArgs) => boolean;
}

/**
 * What a pool may be asked for that not every tier has (C281).
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
const FEATURES: readonly Feature[] = [
  {
    name: "threatProtection",
    tier: "PLUS",
    isAsked: ({ threatProtection }) => threatProtection !== undefined,
  },
  { name: "logs.authEvents", tier: "PLUS", isAsked: ({ logs }) => logs?.authEvents === true },
  {
    name: "firstFactors",
    tier: "ESSENTIALS",
    isAsked: ({ firstFactors = [] }) => firstFactors.some((factor) => factor !== "PASSWORD"),
  },
  { name: "passkeys", tier: "ESSENTIALS", isAsked: ({ passkeys }) => passkeys !== undefined },
  {
    name: 'the factor "EMAIL"',
    tier: "ESSENTIALS",
    isAsked: ({ factors = [] }) => factors.includes("EMAIL"),
  },
  { name: "branding", tier: "ESSENTIALS", isAsked: ({ branding }) => branding !== undefined },
  {
    name: "claims",
    tier: "ESSENTIALS",
    isAsked: ({ claims }) => claims !== undefined && hasRules(claims),
  },
  {
    name: "triggers.preTokenGeneration of version 2 or 3",
    tier: "ESSENTIALS",
    isAsked: ({ triggers }) =>
      triggers?.preTokenGeneration !== undefined && triggers.preTokenGeneration.version !== 1,
  },
];

/** A pool's tier: the one that is named, or the lowest from ESSENTIALS on that has all it asks for. */
export function tierOf(args: TierArgs): Tier {
  const needsPlus = FEATURES.some(({ tier, isAsked }) => tier === "PLUS" && isAsked(args));
  return args.tier ?? (needsPlus ? "PLUS" : "ESSENTIALS");
}

/** Features above the tier that is named: Cognito would refuse them half-way through a deployment. */
export function* tierProblems(args: TierArgs): Iterable<Problem> {
  const given = args.tier;
  if (given === undefined) return;
  for (const { name, tier, isAsked } of FEATURES) {
    if (RANK[tier] <= RANK[given] || !isAsked(args)) continue;
    yield (
      `tier is "${given}", and ${name} needs ${tier}, ${PRICE[tier]} per active user and month ` +
      `instead of ${PRICE[given]}: raise tier, or remove it.`
    );
  }
}
