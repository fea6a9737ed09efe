import { deepEqual, equal } from "node:assert/strict";
import type { Configuration } from "../../../policy/configuration.ts";
import { type Level, levelIn, type Profile } from "../../../policy/profiles.ts";
import type { Rule } from "../../../policy/rule.ts";
import { RULES } from "../../../policy/rules.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../policy/settings.ts";
import { type Review, reviewStack } from "../../../policy/stack-review.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { SECURE_STACK } from "./secure-stack.ts";
import { type Change, graphOf, set, type Stack } from "./stack.ts";

/** One row: what is changed of the secure stack, and what the policy says of it. */
export interface Case {
  /** The title, after the policy's id. */
  readonly it: string;
  readonly change: Change;
  /** Over the defaults, in the profile that is strictest about the policy. */
  readonly settings?: Partial<Settings>;
  /** Whole messages of the policy's violations. @default none: it passes */
  readonly says?: readonly string[];
  /** Of the violations, where it is not the policy's own. */
  readonly level?: "advisory";
  /** Messages that stay while the refused values are unknown: presence or a dependency is the mistake. @default none */
  readonly saysUnknown?: readonly string[];
  /** Reasons of the policy's waivers. @default none */
  readonly waives?: readonly string[];
  /** How many values could not be judged, and are told of. @default not asked */
  readonly remarks?: number;
  /** @default true */
  readonly applies?: boolean;
}

const TODAY = "2026-06-01";

/** The review by one policy alone. */
export function review(policy: string, stack: Stack, settings: Partial<Settings> = {}): Review {
  const rule = ruleOf(policy);
  const configuration: Configuration = {
    settings: { ...DEFAULT_SETTINGS, profile: strictestOf(rule), ...settings },
    policies: new Map(),
  };
  return reviewStack([rule], graphOf(stack), configuration, TODAY);
}

/** `prod`, or the first profile that holds what `prod` does not. */
function strictestOf({ profiles }: Rule): Profile {
  return profiles === "all" || profiles.includes("prod") ? "prod" : (profiles[0] ?? "prod");
}

export function ruleOf(policy: string): Rule {
  const rule = RULES.find(({ id }) => id === policy);
  if (!rule) throw new Error(`no policy "${policy}"`);
  return rule;
}

/**
 * Tests a policy: the secure stack passes, every row answers as it says. Rows that are refused are tested once more
 * with the value unknown (not where the fault is that something is missing), and the first of them with an exemption.
 * @param from what every row starts from, for a policy that another one's good state violates
 */
export function describePolicy(
  policy: string,
  cases: readonly Case[],
  from: Change = (stack) => stack,
): void {
  describe(policy, () => {
    it("passes the secure stack", () => {
      const { violations, passed } = review(policy, from(SECURE_STACK));
      deepEqual([violations, passed], [[], 1]);
    });
    for (const row of cases) describeCase(policy, row, from(SECURE_STACK));
    itTakesExemptions(policy, cases, from(SECURE_STACK));
  });
}

function describeCase(policy: string, row: Case, start: Stack): void {
  const { it: title, change, settings = {}, says = [], waives = [], applies = true } = row;
  const level: Level | "disabled" = row.level ?? levelOf(policy, settings);
  const { saysUnknown = [] } = row;
  const stack = () => change(start);

  it(title, () => {
    const { violations, waivers, remarks, notApplicable } = review(policy, stack(), settings);
    deepEqual(
      violations.map(({ violation }) => violation.message),
      says,
    );
    deepEqual(
      violations.map(({ violation }) => violation.level),
      says.map(() => level),
    );
    deepEqual(
      waivers.map(({ reason }) => reason),
      waives,
    );
    equal(notApplicable, applies ? 0 : 1);
    equal(remarks.length, row.remarks ?? remarks.length);
  });

  const isMissing = (said: string): boolean => / has no .*; wanted: /.test(said);
  if (says.every(isMissing)) return;

  it(`${title}, and invents nothing while the value is unknown`, () => {
    const unknown = review(policy, stack(), settings).violations.reduce(
      (before, { violation: { resource, property } }) =>
        set(resource.name, { [property]: UNKNOWN })(before),
      stack(),
    );
    const { violations, remarks } = review(policy, unknown, settings);
    deepEqual(
      violations.map(({ violation }) => violation.message),
      saysUnknown,
    );
    const told = ruleOf(policy).unknown === "plain" ? says.length : 0;
    equal(remarks.length, told + (row.remarks ?? 0));
  });
}

function levelOf(policy: string, { profile }: Partial<Settings>): Level | "disabled" {
  const rule = ruleOf(policy);
  return levelIn(profile ?? strictestOf(rule), rule);
}

function itTakesExemptions(policy: string, cases: readonly Case[], start: Stack): void {
  const row = cases.find(({ says = [] }) => says.length > 0);
  if (!row) throw new Error(`no row of ${policy} is refused`);
  it("reports an exemption with its reason, and refuses no more", () => {
    const stack = row.change(start);
    const reason = "accepted for the pilot";
    const refused = review(policy, stack, row.settings).violations;
    const exemptions = refused.map(({ violation: { resource } }) => ({
      policy,
      resource: resource.name,
      reason,
      until: TODAY,
    }));
    const { violations, waivers } = review(policy, stack, { ...row.settings, exemptions });
    deepEqual(violations, []);
    deepEqual(
      waivers.filter((one) => one.until === TODAY).map((one) => one.reason),
      refused.map(() => reason),
    );
  });
}
