import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { allFactsOf, parseDocument } from "../../../policy/document.ts";
import { Graph } from "../../../policy/graph.ts";
import type { Profile } from "../../../policy/profiles.ts";
import { RULES } from "../../../policy/rules.ts";
import { readSettings } from "../../../policy/settings.ts";
import { reviewStack } from "../../../policy/stack-review.ts";

const ROOT = join(__dirname, "..", "..", "..");
const TODAY = "2026-06-01";

/** The graph of a program, recorded in a process of its own as `npm run policy` does with these options. */
export async function recordedGraph(options: readonly string[]): Promise<Graph> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, "local", "review", "graph.ts"), ...options],
    { cwd: ROOT, maxBuffer: 2 ** 26 },
  );
  return new Graph(allFactsOf(parseDocument(stdout)));
}

/** Everything mandatory of a profile that the graph violates. */
export function refusalsIn(graph: Graph, profile: Profile): string[] {
  const configuration = { settings: readSettings({ profile }), policies: new Map() };
  return reviewStack(RULES, graph, configuration, TODAY)
    .violations.filter(({ violation }) => violation.level === "mandatory")
    .map(({ violation }) => `${violation.policy}: ${violation.message}`);
}
