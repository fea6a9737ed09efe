import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import type { Command } from "../../../local/review/command.ts";
import { command as priced } from "../../../local/review/cost.ts";
import { command as recorded } from "../../../local/review/graph.ts";
import { command } from "../../../local/review/review.ts";
import { command as routes } from "../../../local/review/routes.ts";
import { cleanUp, HOME } from "../program/support/programs.ts";
import { callCommand, runReview } from "./support/command.ts";
import { createRepository, oneRoute } from "./support/repository.ts";

const MINIMAL = join(HOME, "examples", "minimal");

interface Material {
  readonly access: string;
  readonly accessMarkdown: string;
  readonly cost: object;
  readonly graph: object;
}

async function material(...args: string[]): Promise<Material> {
  const { status, stdout, stderr } = await callCommand(command, args);
  equal(status, 0, stderr);
  return JSON.parse(stdout) as Material;
}

const stdoutOf = async (called: Command, ...args: string[]): Promise<string> =>
  (await callCommand(called, args)).stdout;

describe("npm run review", () => {
  afterEach(cleanUp);

  it("is what routes, cost and the recorded graph say, from one evaluation", async () => {
    const { access, accessMarkdown, cost, graph } = await material();
    equal(access, await stdoutOf(routes));
    equal(accessMarkdown, await stdoutOf(routes, "--markdown"));
    deepEqual(cost, { line: (await stdoutOf(priced)).trim().split("\n").at(-1) });
    deepEqual(graph, JSON.parse(await stdoutOf(recorded)));
  });

  it("has how access differs from a revision", async () => {
    const { directory, save } = createRepository(oneRoute("AWS_IAM"));
    save(oneRoute("NONE"));
    const args = ["--program", directory, "--diff", "HEAD"];
    const { access } = await material(...args);
    equal(access, await stdoutOf(routes, ...args));
  });

  it("goes without an estimate where the program expects no number of users, and says so", async () => {
    const { cost } = await material("--program", MINIMAL);
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
