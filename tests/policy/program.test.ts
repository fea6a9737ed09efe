import { deepEqual } from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { allFactsOf, parseDocument } from "../../policy/document.ts";
import { Graph } from "../../policy/graph.ts";
import { type Profile, PROFILES } from "../../policy/profiles.ts";
import { RULES } from "../../policy/rules.ts";
import { readSettings } from "../../policy/settings.ts";
import { reviewStack } from "../../policy/stack-review.ts";

const ROOT = join(__dirname, "..", "..");
const TODAY = "2026-06-01";

/** The stack `dev` of this repository, recorded in a process of its own as `npm run policy` does. */
async function recordedProgram(...settings: readonly string[]): Promise<Graph> {
  const options = settings.flatMap((setting) => ["--config", `secure-api:${setting}`]);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, "local", "review", "graph.ts"), ...options],
    { cwd: ROOT, maxBuffer: 2 ** 26 },
  );
  return new Graph(allFactsOf(parseDocument(stdout)));
}

function refusalsIn(graph: Graph, profile: Profile): string[] {
  const configuration = { settings: readSettings({ profile }), policies: new Map() };
  return reviewStack(RULES, graph, configuration, TODAY)
    .violations.filter(({ violation }) => violation.level === "mandatory")
    .map(({ violation }) => `${violation.policy}: ${violation.message}`);
}

describe("the program, reviewed", () => {
  let dev: Graph;
  let prod: Graph;
  before(async () => {
    const production = ["profile=prod", "mfa=ON", "signUp=admin-only", "lifecycle=keep"];
    [dev, prod] = await Promise.all([recordedProgram(), recordedProgram(...production)]);
  });

  it("violates nothing mandatory of the baseline, as it is", () => {
    deepEqual(refusalsIn(dev, "baseline"), []);
  });

  for (const profile of PROFILES) {
    it(`violates nothing mandatory of ${profile} in production`, () => {
      deepEqual(refusalsIn(prod, profile), []);
    });
  }

  it("violates what production asks besides where the settings are those of development", () => {
    const policies = refusalsIn(dev, "prod").map((refusal) => refusal.split(":")[0]);
    deepEqual([...new Set(policies)].sort(), [
      "alarm-baseline",
      "cog-deletion-protection",
      "cog-mfa-required",
      "cog-no-replace",
      "cog-self-signup-explicit",
      "fn-tracing",
      "log-retention-year",
    ]);
  });
});
