import { allFactsOf, parseDocument } from "../../../policy/document.ts";
import { Graph } from "../../../policy/graph.ts";
import type { Profile } from "../../../policy/profiles.ts";
import { RULES } from "../../../policy/rules.ts";
import { readSettings } from "../../../policy/settings.ts";
import { reviewStack } from "../../../policy/stack-review.ts";

const TODAY = "2026-06-01";

/** The graph of a program, recorded as `npm run policy` does with these options. */
export async function recordedGraph(options: readonly string[]): Promise<Graph> {
  // Node itself runs these files: a static import would have it load the tests that import this one as well.
  const { command } = await import("../../../local/review/graph.ts");
  const { callCommand } = await import("../../local/review/support/command.ts");
  const { status, stdout, stderr } = await callCommand(command, options);
  if (status !== 0) throw new Error(stderr);
  return new Graph(allFactsOf(parseDocument(stdout)));
}

/** Everything mandatory of a profile that the graph violates. */
export function refusalsIn(graph: Graph, profile: Profile): string[] {
  const configuration = { settings: readSettings({ profile }), policies: new Map() };
  return reviewStack(RULES, graph, configuration, TODAY)
    .violations.filter(({ violation }) => violation.level === "mandatory")
    .map(({ violation }) => `${violation.policy}: ${violation.message}`);
}
