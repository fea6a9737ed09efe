import { coverageOf, unanswerableIn } from "../../../policy/report/coverage.ts";
import type { Report } from "../../../policy/report/report.ts";
import { RULES } from "../../../policy/rules.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../policy/settings.ts";
import { reviewStack } from "../../../policy/stack-review.ts";
import { graphOf, type Stack } from "./stack.ts";

export const TODAY = "2026-06-01";

/** The whole report on a stack, as the command line makes it. */
export function reportOf(stack: Stack, given: Partial<Settings> = {}): Report {
  const settings = { ...DEFAULT_SETTINGS, ...given };
  const { profile, passwordStandard } = settings;
  const review = reviewStack(RULES, graphOf(stack), { settings, policies: new Map() }, TODAY);
  const about = { project: "shop", stack: "test", profile, passwordStandard, rules: RULES };
  const coverage = coverageOf(profile, RULES, review.answers);
  return { ...review, ...about, coverage, unanswerable: unanswerableIn(profile) };
}
