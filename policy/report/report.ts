import type { Profile } from "../profiles.ts";
import type { Rule } from "../rule.ts";
import type { Review } from "../stack-review.ts";
import type { Unanswerable } from "../unanswerable.ts";
import type { Located } from "../violation.ts";
import type { Coverage } from "./coverage.ts";

/** A review, and what was reviewed by what. */
export interface Report extends Review {
  readonly project: string;
  readonly stack: string;
  readonly profile: Profile;
  readonly passwordStandard: string;
  readonly rules: readonly Rule[];
  readonly coverage: readonly Coverage[];
  readonly unanswerable: readonly Unanswerable[];
}

/** The report as one line of JSON. */
export function asJson(report: Report): string {
  const { project, stack, profile, passwordStandard } = report;
  const { remarks, passed, notApplicable, coverage, unanswerable } = report;
  const violations = report.violations.map(({ violation }) => violation);
  const waivers = report.waivers.map(({ policy, resource, reason, until }) => ({
    policy,
    resource,
    reason,
    until,
  }));
  const about = { project, stack, profile, passwordStandard };
  const counts = { passed, notApplicable };
  const rest = { remarks, coverage, unanswerable };
  return `${JSON.stringify({ violations, waivers, ...counts, ...about, ...rest })}\n`;
}

const SEVERITIES = ["critical", "high", "medium", "low"];

/** Mandatory before advisory, severe before mild, then by policy and resource. */
export function sorted(violations: readonly Located[]): readonly Located[] {
  const rank = ({ violation: { level, severity, policy, resource } }: Located): string =>
    [level === "mandatory" ? 0 : 1, SEVERITIES.indexOf(severity), policy, resource.name].join("\n");
  return violations.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** What it comes down to, in one sentence. */
export function summaryOf({ violations, waivers, passed, notApplicable }: Report): string {
  const mandatory = violations.filter(({ violation }) => violation.level === "mandatory").length;
  const advisory = violations.length - mandatory;
  return (
    `${counted(mandatory, "mandatory violation")}, ${advisory} advisory, ${counted(waivers.length, "waiver")}; ` +
    `${counted(passed, "policy", "policies")} passed, ${notApplicable} not applicable.`
  );
}

/** What was reviewed by what. */
export function headingOf({ project, stack, profile, passwordStandard }: Report): string {
  return `${project}, stack ${stack}; profile ${profile}, password standard ${passwordStandard}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
