import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Graph } from "../../policy/graph.ts";
import { recordedGraph, refusalsIn } from "./support/reviewed";

const EXAMPLES = join(__dirname, "..", "..", "examples");

/** What production asks of a user pool and an API that the examples leave at the settings of development. */
const SIGN_IN = [
  "alarm-baseline",
  "cog-mfa-required",
  "cog-self-signup-explicit",
  "cog-waf-attached",
];

describe("the examples with data and files of users, reviewed", () => {
  const rows: readonly [string, readonly string[]][] = [
    ["user-data", [...SIGN_IN, "fn-tracing"]],
    ["user-files", SIGN_IN],
  ];
  for (const [name, production] of rows) {
    describe(name, () => {
      let graph: Graph;
      before(async () => {
        graph = await recordedGraph(["--program", join(EXAMPLES, name)]);
      });

      it("violates nothing mandatory of the baseline", () => {
        deepEqual(refusalsIn(graph, "baseline"), []);
      });

      it("F72–F76: violates nothing of production with its table, bucket, roles and identity pool", () => {
        const policies = refusalsIn(graph, "prod").map((refusal) => refusal.split(":")[0]);
        deepEqual([...new Set(policies)].sort(), production);
      });
    });
  }
});
