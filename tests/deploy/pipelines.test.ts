import { deepEqual, equal, match } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { parseOptions } from "../../deploy/options.ts";
import { workflowFaults } from "./support/workflow.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const GITHUB = join(ROOT, ".github", "workflows", "deploy.yml");
const GITLAB = join(ROOT, ".gitlab-ci.yml");

/** The deployer's command lines in a file, with words in the place of the pipeline's variables. */
function commandLines(file: string): string[] {
  const text = readFileSync(file, "utf8").replace(/"?\$\w+"?|"origin\/\$\w+"/g, "WORD");
  return [...text.matchAll(/npm run --silent deploy -- (.+(?:\n +--.+)?)/g)].map(([, line = ""]) =>
    line.replace(/\s+/g, " ").trim(),
  );
}

const EXPECTED = [
  "preview --stack prod --base WORD --summary review.md",
  "up --stack WORD --ttl 48h",
  "smoke --stack WORD",
  "up --stack prod",
  "smoke --stack prod",
  "sweep --yes",
];

describe("the GitHub workflow", () => {
  it("has no fault that GitHub's own parser finds", async () => {
    deepEqual(await workflowFaults(readFileSync(GITHUB, "utf8")), []);
  });

  it("would be told of one", async () => {
    const [fault = ""] = await workflowFaults(
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - runs: ls\n",
    );
    match(fault, /Unexpected value 'runs'/);
  });

  it("pins every action to a commit", () => {
    const actions = [...readFileSync(GITHUB, "utf8").matchAll(/uses: (\S+)/g)].map(
      ([, action = ""]) => action,
    );
    equal(actions.length > 0, true);
    deepEqual(
      actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action)),
      [],
    );
  });
});

describe("the GitLab pipeline", () => {
  const directory = mkdtempSync(join(tmpdir(), "gitlab-"));
  before(() => {
    cpSync(GITLAB, join(directory, ".gitlab-ci.yml"));
    execFileSync("git", ["init", "--quiet", directory]);
  });
  after(() => rmSync(directory, { recursive: true }));

  /** Jobs that run; the tool holds the file against GitLab's schema first. */
  function jobsOf(variables: Readonly<Record<string, string>>): string[] {
    const tool = createRequire(import.meta.url).resolve("gitlab-ci-local");
    const given = Object.entries(variables).flatMap(([name, value]) => [
      "--variable",
      `${name}=${value}`,
    ]);
    const args = [tool, "--list-json", "--home", directory, ...given];
    const options = { cwd: directory, encoding: "utf8" } as const;
    const { stdout, stderr } = spawnSync(process.execPath, args, options);
    const json = stdout.slice(stdout.search(/^\[$/m));
    if (!json.startsWith("[")) throw new Error(stderr);
    const jobs = JSON.parse(json) as { readonly name: string; readonly when: string }[];
    return jobs.filter(({ when }) => when !== "never").map(({ name }) => name);
  }

  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
    ["a merge request", { CI_PIPELINE_SOURCE: "merge_request_event" }, ["preview"]],
    [
      "a merge request with the label deploy",
      { CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_LABELS: "bug,deploy" },
      ["preview", "throw-away"],
    ],
    [
      "a push to the default branch",
      { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" },
      ["deploy"],
    ],
    [
      "a push to another branch",
      { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "x", CI_DEFAULT_BRANCH: "main" },
      [],
    ],
    ["a schedule", { CI_PIPELINE_SOURCE: "schedule" }, ["sweep"]],
  ];
  for (const [title, variables, jobs] of cases) {
    it(`runs at ${title}: ${jobs.join(" and ") || "nothing"}`, () => {
      deepEqual(jobsOf(variables), jobs);
    });
  }
});

describe("both pipelines", () => {
  for (const file of [GITHUB, GITLAB]) {
    it(`run commands of the deployer that it takes: ${file.slice(ROOT.length + 1)}`, () => {
      deepEqual(commandLines(file), EXPECTED);
      for (const line of EXPECTED) parseOptions(line.split(" "));
    });
  }
});
