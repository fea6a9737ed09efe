import type { Rule, Severity } from "../rule.ts";
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
 * program's `Pulumi.yaml`.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function asSarif(report: Report): string {
  const results = sorted(report.violations);
  const used = new Set(results.map(({ violation }) => violation.policy));
  const known = report.rules.filter(({ id }) => used.has(id)).map(ruleOf);
  const others = [...used].filter((id) => !known.some((rule) => rule.id === id));
  const run = {
    tool: {
      driver: { name: "secure-api-policy", rules: [...known, ...others.map((id) => ({ id }))] },
    },
    results: results.map(resultOf),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function ruleOf({ id, description, why, remedy, reference, severity, ids }: Rule) {
  return {
    id,
    shortDescription: { text: description },
    fullDescription: { text: why },
    help: { text: remedy },
    helpUri: reference,
    properties: { tags: ["security", ...ids], "security-severity": SCORES[severity] },
  };
}

function resultOf({ violation, urn }: Located) {
  const { policy, level, resource, property, message, remedy } = violation;
  return {
    ruleId: policy,
    level: level === "mandatory" ? "error" : "warning",
    message: { text: `${message} ${remedy}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1 } },
        logicalLocations: [
          { name: resource.name, fullyQualifiedName: urn || resource.name, kind: "resource" },
        ],
      },
    ],
    // The same violation of the same resource is the same finding, wherever the program moves.
    partialFingerprints: { "violation/v1": [policy, urn, property].join("|") },
  };
}
