import { deepEqual } from "node:assert/strict";
import type { Graph } from "../../policy/graph.ts";
import { PROFILES } from "../../policy/profiles.ts";
import { recordedGraph, refusalsIn } from "./support/reviewed";

/** The stack `dev` of this repository. */
const recordedProgram = (...settings: readonly string[]): Promise<Graph> =>
  recordedGraph(settings.flatMap((setting) => ["--config", `secure-api:${setting}`]));

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
