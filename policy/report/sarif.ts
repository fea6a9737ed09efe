import type { Rule, Severity } from "../rule.ts";
import type { Waived } from "../stack-review.ts";
import type { Located } from "../violation.ts";
import { type Report, sorted } from "./report.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
/** Score by which code scanning services sort security findings, as CVSS does. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

/**
 * The report as SARIF 2.1.0. Resources are logical locations; services that show nothing without a file get the
 * program's `Pulumi.yaml`. What is accepted for a reason is a suppressed result.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function asSarif(report: Report): string {
  const results = [
    ...sorted(report.violations).map(resultOf),
    ...report.waivers.map((waived) => suppressedOf(waived, report.rules)),
  ];
  const used = new Set(results.map(({ ruleId }) => ruleId));
  const known = report.rules.filter(({ id }) => used.has(id)).map(ruleOf);
  const others = [...used].filter((id) => !known.some((rule) => rule.id === id));
  const driver = { name: "secure-api-policy", rules: [...known, ...others.map((id) => ({ id }))] };
  const log = { $schema: SCHEMA, version: "2.1.0", runs: [{ tool: { driver }, results }] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ id, description, why, remedy, reference, severity, ids }: Rule) {
  return {
    id,
    shortDescription: { text: description },
    fullDescription: { text: why },
    help: { text: remedy },
    helpUri: reference,
    properties: {
      // A list of tags names each of them once.
      tags: [...new Set(["security", ...ids])],
      "security-severity": SCORES[severity],
    },
  };
}

function resultOf({ violation, urn }: Located) {
  const { policy, level, resource, property, message, remedy } = violation;
  return {
    ruleId: policy,
    level: level === "mandatory" ? "error" : "warning",
    message: { text: `${message} ${remedy}` },
    locations: locationsOf(resource.name, urn),
    partialFingerprints: fingerprintsOf(policy, urn, property),
  };
}

/** An accepted violation is known by the pack's configuration, a reason in the program by the program. */
function suppressedOf(
  { violation, urn, policy, resource, reason, until }: Waived,
  rules: readonly Rule[],
) {
  const description = rules.find(({ id }) => id === policy)?.description ?? policy;
  const result = violation
    ? resultOf({ violation, urn })
    : {
        ruleId: policy,
        level: "note",
        message: { text: `${description} "${resource.name}" does not: ${reason}` },
        locations: locationsOf(resource.name, urn),
        partialFingerprints: fingerprintsOf(policy, urn, ""),
      };
  const suppression = {
    kind: violation ? "external" : "inSource",
    status: "accepted",
    justification: until === null ? reason : `${reason} (until ${until})`,
  };
  return { ...result, suppressions: [suppression] };
}

function locationsOf(name: string, urn: string) {
  return [
    {
      physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1 } },
      logicalLocations: [{ name, fullyQualifiedName: urn || name, kind: "resource" }],
    },
  ];
}

/** The same violation of the same resource is the same finding, wherever the program moves. */
function fingerprintsOf(policy: string, urn: string, property: string) {
  return { "violation/v1": [policy, urn, property].join("|") };
}
