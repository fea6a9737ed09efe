import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Graph } from "../../policy/graph.ts";
import { recordedGraph, refusalsIn } from "./support/reviewed";

const NAME = "auth-job-secret-rotation";

describe("the rotation of a client's secret, reviewed", () => {
  let graph: Graph;
  before(async () => {
    graph = await recordedGraph(["--program", join(__dirname, "support", "rotated")]);
  });

  it("F40: violates nothing mandatory of the baseline", () => {
    deepEqual(refusalsIn(graph, "baseline"), []);
  });

  it("F40: adds nothing mandatory of prod", () => {
    deepEqual(
      refusalsIn(graph, "prod").filter((refusal) => refusal.includes(NAME)),
      [],
    );
  });
});
