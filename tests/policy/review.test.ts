import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResourceFacts } from "../../policy/resource.ts";
import { runReview } from "../../policy/review.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";
import { all, set, type Stack } from "./support/stack.ts";

const ROOT = join(__dirname, "..", "..");
const recorded = (facts: ResourceFacts, secrets: readonly string[]) => ({
  urn: facts.urn,
  type: facts.type,
  name: facts.name,
  id: "",
  parent: facts.parent ?? null,
  dependsOn: facts.dependencies,
  propertyDependencies: facts.propertyDependencies,
  options: facts.options,
  inputs: facts.props,
  outputs: {},
  secrets: facts.name === "client" ? secrets : [],
});

const graph = (stack: Stack, config: object = {}, secrets: string[] = []): string => {
  const resources = stack.map((facts) => recorded(facts, secrets));
  return JSON.stringify({
    project: "shop",
    stack: "dev",
    config,
    secretKeys: [],
    outputs: {},
    resources,
  });
};

const WEAK = set("pool", { mfaConfiguration: "OPTIONAL" })(SECURE_STACK);
const SHORT = graph(
  all(
    set("pool", { "passwordPolicy.minimumLength": 8 }),
    set("client", { "callbackUrls[1]": "https://a.example/|<b>#" }),
  )(WEAK),
);
const GOOD = graph(SECURE_STACK);

describe("npm run policy", () => {
  const directory = mkdtempSync(join(tmpdir(), "review-"));
  after(() => rmSync(directory, { recursive: true, force: true }));

  const review = async (input: string, ...args: string[]) => {
    const told = { stdout: "", stderr: "" };
    const status = await runReview(args, {
      input: async () => input,
      print: (text) => void (told.stdout += text),
      printAside: (text) => void (told.stderr += text),
    });
    return { status, ...told };
  };
  const file = (name: string, content: unknown): string => {
    const path = join(directory, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  it("ends with 1 on a mandatory violation, and prints what, why not and what to do", async () => {
    const { status, stdout, stderr } = await review(SHORT);
    equal(stderr, "");
    equal(status, 1);
    match(stdout, /^shop, stack dev; profile baseline, password standard fsbp\n/);
    match(
      stdout,
      /\nmandatory, high: cog-password-length\n {2}UserPool "pool": passwordPolicy\.minimumLength is 8; wanted: 14 or more\.\n {2}Set minimumLength/,
    );
    match(
      stdout,
      /\n2 mandatory violations, 1 advisory, 0 waivers; \d+ policies passed, 0 not applicable\.\n$/,
    );
  });

  it("ends with 0 when nothing mandatory is violated", async () => {
    const { status, stdout } = await review(GOOD);
    equal(status, 0);
    match(
      stdout,
      /\n0 mandatory violations, 0 advisory, 0 waivers; \d+ policies passed, 0 not applicable\.\n$/,
    );
  });

  it("prints one JSON object", async () => {
    const { stdout } = await review(SHORT, "--json");
    const { violations, waivers, passed, notApplicable } = JSON.parse(stdout) as {
      violations: Record<string, unknown>[];
      waivers: object[];
      passed: number;
      notApplicable: number;
    };
    deepEqual(Object.keys(violations[0] ?? {}).sort(), [
      "found",
      "ids",
      "level",
      "message",
      "policy",
      "property",
      "remedy",
      "resource",
      "severity",
      "wanted",
    ]);
    deepEqual([waivers, passed > 0, notApplicable], [[], true, 0]);
  });

  it("takes the profile of the stack, and of the command line over it", async () => {
    const stack = graph(WEAK, { "shop:profile": "prod" });
    equal((await review(stack)).status, 1);
    equal((await review(stack, "--profile", "baseline")).status, 0);
  });

  it("reads exemptions from a file and reports them", async () => {
    const exemptions = file("exemptions.json", [
      {
        policy: "cog-password-length",
        resource: "pool",
        reason: "moves in June",
        until: "2999-12-31",
      },
    ]);
    const { stdout } = await review(SHORT, "--exemptions", exemptions);
    match(
      stdout,
      /\nWaivers:\n {2}cog-password-length, "pool": moves in June \(until 2999-12-31\)\n/,
    );
  });

  it("reads levels and thresholds from a configuration", async () => {
    const configuration = file("configuration.json", {
      "cog-password-length": { minimumLength: 8 },
      "client-redirects-exact": "advisory",
    });
    equal((await review(SHORT, "--policy-config", configuration)).status, 0);
  });

  it("writes SARIF beside its own output", async () => {
    const path = join(directory, "findings.sarif");
    await review(SHORT, "--sarif", path);
    const { version, runs } = JSON.parse(readFileSync(path, "utf8")) as {
      version: string;
      runs: { results: { ruleId: string; level: string }[] }[];
    };
    equal(version, "2.1.0");
    deepEqual(
      runs[0]?.results.map(({ ruleId, level }) => [ruleId, level]),
      [
        ["client-redirects-exact", "error"],
        ["cog-password-length", "error"],
        ["cog-mfa-required", "warning"],
      ],
    );
  });

  it("writes Markdown in which nothing of the program is markup", async () => {
    const { stdout } = await review(SHORT, "--markdown");
    match(stdout, /^## Policy review\n/);
    match(
      stdout,
      /\| mandatory \| critical \| `client-redirects-exact` \| .*https:\/\/a\.example\/\\\|&lt;b>#/,
    );
  });

  it("tells what a framework asks, what is met, and what no stack can answer", async () => {
    const { stdout } = await review(GOOD, "--profile", "fsbp");
    match(stdout, /\nCoverage of fsbp:\n(.*\n)* {2}Security Hub APIGateway\.8–10: 3 of 3\n/);
    match(
      stdout,
      /\nNot applicable, because:\n {2}Web ACL of the API \(APIGateway\.4, CKV2_AWS_29, .*\): an HTTP API cannot have one/,
    );
    match(stdout, /\n {2}Root user \(IAM\.4, IAM\.6, IAM\.9\): /);
    const markdown = (await review(GOOD, "--profile", "fsbp", "--markdown")).stdout;
    match(markdown, /\n- Security Hub APIGateway\.8–10: 3 of 3\n/);
    match(markdown, /\n\| Root user \| IAM\.4, IAM\.6, IAM\.9 \| /);
    const { coverage, unanswerable } = JSON.parse(
      (await review(GOOD, "--profile", "fsbp", "--json")).stdout,
    ) as { coverage: { name: string; met: number; of: number }[]; unanswerable: object[] };
    deepEqual(
      coverage.flatMap(({ name, met, of }) =>
        name.includes("APIGateway") ? [[name, met, of]] : [],
      ),
      [["Security Hub APIGateway.8–10", 3, 3]],
    );
    equal(unanswerable.length > 10, true);
    equal((await review(GOOD)).stdout.includes("Coverage of"), false);
  });

  it("never shows a secret", async () => {
    const stack = set("client", { callbackUrls: ["[secret]"] })(SECURE_STACK);
    const { status, stdout } = await review(graph(stack, {}, ["inputs/callbackUrls/0"]));
    equal(status, 0);
    match(
      stdout,
      /client-redirects-exact could not judge callbackUrls\[0\] of "client": it is secret\./,
    );
  });

  const WRONG: Readonly<Record<string, readonly [args: readonly string[], message: RegExp]>> = {
    "an option that there is not": [["--nonsense"], /^Unknown option '--nonsense'/],
    "a profile that there is not": [
      ["--profile", "strict"],
      /^profile is "strict"\. It is one of baseline, prod,/,
    ],
    "a file that there is not": [
      ["--exemptions", "/nowhere.json"],
      /^--exemptions \/nowhere\.json: ENOENT/,
    ],
    "a report that cannot be written": [
      ["--sarif", "/nowhere/findings.sarif"],
      /^--sarif \/nowhere\/findings\.sarif: ENOENT: .*\n$/,
    ],
    "two formats": [["--json", "--markdown"], /^--json and --markdown: choose one\./],
  };
  for (const [title, [args, message]] of Object.entries(WRONG)) {
    it(`ends with 2 for ${title}`, async () => {
      const { status, stderr } = await review(GOOD, ...args);
      equal(status, 2);
      match(stderr, message);
    });
  }

  it("ends with 1 for an input that is no graph, and without a word where there is none", async () => {
    const broken = await review("{}");
    equal(broken.status, 1);
    match(broken.stderr, /^Standard input holds no recorded graph\./);
    const none = await review("");
    deepEqual([none.status, none.stdout, none.stderr], [1, "", ""]);
  });

  it("reviews a graph that was recorded before, in one process", async () => {
    const start = join(ROOT, "policy", "start.mjs");
    const args = [start, "--recorded", "--json"];
    const options = { input: SHORT, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    deepEqual([status, stdout, stderr], [1, (await review(SHORT, "--json")).stdout, ""]);
  });

  it("ends its process with 2 for a mistake, which it tells on standard error", () => {
    const args = [join(ROOT, "policy", "start.mjs"), "--recorded", "--nonsense"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    deepEqual([status, stdout], [2, ""]);
    match(stderr, /^Unknown option '--nonsense'/);
  });

  it("reviews a program without a network, a CLI or an account", async () => {
    const program = join(ROOT, "examples", "minimal");
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(ROOT, "policy", "start.mjs"), "--program", program, "--json"],
      { encoding: "utf8" },
    );
    equal(status, 0);
    equal(
      (JSON.parse(stdout) as { violations: { level: string }[] }).violations.filter(
        ({ level }) => level === "mandatory",
      ).length,
      0,
    );
  });
});
