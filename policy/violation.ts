import type { Verdict } from "./judge.ts";
import type { Level } from "./profiles.ts";
import { type Finding, type ResourceFacts, sentenceOf, type Unjudged } from "./resource.ts";
import type { Rule, Severity } from "./rule.ts";
import { pathText, shown } from "./values.ts";

/** A violation as it is reported; the shape of `npm run policy -- --json`. */
export interface Violation {
  readonly policy: string;
  readonly severity: Severity;
  readonly level: Level;
  readonly resource: { readonly type: string; readonly name: string };
  /** Path of the property, such as `passwordPolicy.minimumLength`; empty for the resource as a whole. */
  readonly property: string;
  /** Null where nothing is set; never a secret. */
  readonly found: string | number | boolean | null;
  readonly wanted: string;
  readonly message: string;
  readonly remedy: string;
  /** Public rules that ask for the same. */
  readonly ids: readonly string[];
}

/** A violation, and the URN of the resource that has to change. */
export interface Located {
  readonly violation: Violation;
  readonly urn: string;
}

/** What a verdict refuses. A policy that failed refuses too. */
export function violationsOf(
  rule: Rule,
  level: Level,
  facts: ResourceFacts,
  { findings, failure }: Verdict,
): readonly Located[] {
  const found = findings.map((finding) => fromFinding(rule, level, finding));
  return failure === undefined ? found : [...found, fromFailure(rule, facts, failure)];
}

/** Tells which value could not be judged; undefined where the policy waits for the update without a word. */
export function remarkOf(
  rule: Rule,
  { name }: ResourceFacts,
  { path, because }: Unjudged,
): string | undefined {
  const what = `${rule.id} could not judge ${pathText(path)} of "${name}"`;
  if (because === "secret") return `${what}: it is secret.`;
  if (rule.unknown !== "plain") return undefined;
  return `${what}: it is known only after the deployment, and judged then.`;
}

function fromFinding(rule: Rule, level: Level, finding: Finding): Located {
  const { resource, path, found, wanted } = finding;
  const violation = {
    ...headOf(rule, resource),
    level: finding.level === "advisory" ? finding.level : level,
    property: pathText(path),
    found: shown(found),
    wanted,
    message: sentenceOf(finding),
    remedy: finding.remedy ?? rule.remedy,
    ids: rule.ids,
  };
  return { violation, urn: resource.urn };
}

function fromFailure(rule: Rule, facts: ResourceFacts, failure: string): Located {
  const violation = {
    ...headOf(rule, facts),
    level: "mandatory" as const,
    property: "",
    found: null,
    wanted: "a resource that the policy can judge",
    message: `The policy ${rule.id} failed on "${facts.name}": ${failure}`,
    remedy: "This is a mistake in the policy pack. Report it with the resource's inputs.",
    ids: rule.ids,
  };
  return { violation, urn: facts.urn };
}

function headOf(rule: Rule, { type, name }: ResourceFacts) {
  return { policy: rule.id, severity: rule.severity, resource: { type, name } };
}
