import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { HOME } from "../program/support/programs.ts";
import { runReview } from "./support/command.ts";

const MINIMAL = join(HOME, "examples", "minimal");

interface Material {
  readonly access: string;
  readonly accessMarkdown: string;
  readonly cost: object;
  readonly graph: object;
}

function material(...args: string[]): Material {
  const { status, stdout, stderr } = runReview("review", args);
  equal(status, 0, stderr);
  return JSON.parse(stdout) as Material;
}

describe("npm run review", () => {
  it("is what routes, cost and the recorded graph say, from one evaluation", () => {
    const { access, accessMarkdown, cost, graph } = material();
    equal(access, runReview("routes", []).stdout);
    equal(accessMarkdown, runReview("routes", ["--markdown"]).stdout);
    deepEqual(cost, { line: runReview("cost", []).stdout.trim().split("\n").at(-1) });
    deepEqual(graph, JSON.parse(runReview("graph", []).stdout));
  });

  it("has how access differs from a revision", () => {
    const { access } = material("--diff", "HEAD");
    equal(access, runReview("routes", ["--diff", "HEAD"]).stdout);
  });

  it("goes without an estimate where the program expects no number of users, and says so", () => {
    const { cost } = material("--program", MINIMAL);
    deepEqual(cost, {
      missing:
        "--users is missing: say how many users are active in a month, or have the stack say it: " +
        "pulumi config set expectedUsers 1000.",
    });
  });

  it("ends with 1 and the program's own words where it cannot be evaluated", () => {
    const { status, stdout, stderr } = runReview("review", ["--config", "mfa=SOMETIMES"]);
    deepEqual([status, stdout], [1, ""]);
    match(stderr, /secure-api:mfa/);
  });
});
