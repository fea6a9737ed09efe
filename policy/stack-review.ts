import { type Configuration, contextOf, levelOf, SETTINGS_ENTRY } from "./configuration.ts";
import { exemptionFor, type Exemption, type Refusal, sortExemptions } from "./exemptions.ts";
import type { Graph } from "./graph.ts";
import { judge } from "./judge.ts";
import type { Level } from "./profiles.ts";
import type { ResourceFacts } from "./resource.ts";
import type { Rule } from "./rule.ts";
import { type Located, remarkOf, type Violation, violationsOf } from "./violation.ts";

/** A violation that is accepted, or a protection that is off for a reason. */
export interface Waived {
  readonly policy: string;
  readonly resource: { readonly type: string; readonly name: string };
  readonly reason: string;
  /** Last day of an exemption; null for a reason that stands in the program. */
  readonly until: string | null;
  readonly urn: string;
  /** What an exemption accepts; null for a reason that stands in the program. */
  readonly violation: Violation | null;
}

/** What a policy says of all its resources together. */
export type Answer = "violated" | "waived" | "not judged" | "passed" | "not applicable";

/** What all policies say of a stack. */
export interface Review {
  readonly violations: readonly Located[];
  readonly waivers: readonly Waived[];
  /** Values that could not be judged, as sentences. */
  readonly remarks: readonly string[];
  /** Policies that found every resource of theirs in order. */
  readonly passed: number;
  /** Policies that the stack has no resource for. */
  readonly notApplicable: number;
  /** By policy; those that are disabled have none. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/**
 * Judges every resource by every policy that is not disabled.
 * @param today `YYYY-MM-DD` in UTC, the day that exemptions are held against
 */
export function reviewStack(
  rules: readonly Rule[],
  graph: Graph,
  configuration: Configuration,
  today: string,
): Review {
  const ids = new Set(rules.map(({ id }) => id));
  const exemptions = sortExemptions(configuration.settings.exemptions, today, ids);
  const stack = { graph, configuration, exemptions: exemptions.accepted };
  const outcomes = rules.flatMap((rule) => {
    const level = levelOf(rule, configuration);
    return level === "disabled" ? [] : [outcomeOf(rule, level, stack)];
  });
  const refused = exemptions.refused.map(refusedExemption);
  return {
    violations: [...refused, ...outcomes.flatMap(({ violations }) => violations)],
    waivers: outcomes.flatMap(({ waivers }) => waivers),
    remarks: outcomes.flatMap(({ remarks }) => remarks),
    passed: outcomes.filter(({ answer }) => answer === "passed").length,
    notApplicable: outcomes.filter(({ answer }) => answer === "not applicable").length,
    answers: new Map(outcomes.map(({ policy, answer }) => [policy, answer])),
  };
}

/** Several resources may find the same wrong with one beside them. */
function unique(found: readonly Located[]): readonly Located[] {
  return [...new Map(found.map((one) => [`${one.urn}\n${one.violation.message}`, one])).values()];
}

interface Outcome {
  readonly policy: string;
  readonly violations: readonly Located[];
  readonly waivers: readonly Waived[];
  readonly remarks: readonly string[];
  readonly answer: Answer;
}

function outcomeOf(
  rule: Rule,
  level: Level,
  stack: {
    readonly graph: Graph;
    readonly configuration: Configuration;
    readonly exemptions: readonly Exemption[];
  },
): Outcome {
  const { graph, configuration, exemptions } = stack;
  const context = contextOf(rule, configuration);
  const waivers: Waived[] = [];
  const remarks: string[] = [];
  const found: Located[] = [];
  let isApplicable = false;
  let isJudged = true;
  for (const facts of rule.types.flatMap((type) => graph.ofType(type))) {
    const verdict = judge(rule, facts, graph, context);
    isApplicable ||= verdict.applies;
    isJudged &&= verdict.unjudged.length === 0;
    waivers.push(...verdict.waivers.map(({ reason }) => waived(rule, facts, reason)));
    remarks.push(...verdict.unjudged.flatMap((one) => remarkOf(rule, facts, one) ?? []));
    found.push(...violationsOf(rule, level, facts, verdict));
  }
  const violations = unique(found).filter((one) => {
    const { name } = one.violation.resource;
    const exemption = exemptionFor(exemptions, rule.id, { name, urn: one.urn });
    if (exemption) waivers.push(exempted(one, exemption));
    return exemption === undefined;
  });
  const answer = answerOf(violations.length, waivers.length, isJudged, isApplicable);
  return { policy: rule.id, violations, waivers, remarks, answer };
}

function answerOf(
  violations: number,
  waivers: number,
  isJudged: boolean,
  isApplicable: boolean,
): Answer {
  if (violations > 0) return "violated";
  if (waivers > 0) return "waived";
  if (!isJudged) return "not judged";
  return isApplicable ? "passed" : "not applicable";
}

function waived(rule: Rule, { type, name, urn }: ResourceFacts, reason: string): Waived {
  return { policy: rule.id, resource: { type, name }, reason, until: null, urn, violation: null };
}

function exempted({ violation, urn }: Located, { reason, until }: Exemption): Waived {
  const { policy, resource } = violation;
  return { policy, resource, reason, until, urn, violation };
}

/** Refused exemptions are violations of the stack as a whole. */
function refusedExemption({ exemption, message }: Refusal): Located {
  const fields = (exemption ?? {}) as Readonly<Record<string, unknown>>;
  const violation: Violation = {
    policy: SETTINGS_ENTRY,
    severity: "high",
    level: "mandatory",
    resource: { type: "exemption", name: String(fields["resource"] ?? "") },
    property: String(fields["policy"] ?? ""),
    found: typeof fields["until"] === "string" ? fields["until"] : null,
    wanted: "one policy, one resource, a reason and a date that has not passed",
    message,
    remedy: "Write exemptions as { policy, resource, reason, until: YYYY-MM-DD }.",
    ids: [],
  };
  return { violation, urn: "" };
}
