import { deepEqual, equal, match } from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanUp, HOME, writeProgram } from "../program/support/programs.ts";
import { command } from "../../../local/review/routes.ts";
import { callCommand, startReview } from "./support/command.ts";
import { createRepository, oneRoute, type Repository } from "./support/repository.ts";

const NOTES = join(HOME, "tests", "programs", "notes");

describe("npm run routes", () => {
  afterEach(cleanUp);

  it("shows the routes of this program", async () => {
    const { status, stdout, stderr } = await callCommand(command);
    equal(stderr, "");
    equal(status, 0);
    equal(
      stdout,
      `API api, stage $default

Route         Who may call                                           Scopes                       Throttle          Answered by
GET /         anyone: Landing page: explains sign-in, holds no data                               50/s, burst 100   api-get
GET /hello    JWT of api-jwt                                         orders/read                  100/s, burst 200  api-get-hello
GET /me       JWT of api-jwt                                         orders/read or orders/write  100/s, burst 200  api-get-me
POST /orders  JWT of api-jwt                                         orders/write                 100/s, burst 200  api-post-orders
`,
    );
  });

  it("says so where the stack has no file and others have one", async () => {
    const { status, stderr } = await callCommand(command, ["--stack", "prdo"]);
    deepEqual(
      [status, stderr],
      [0, "There is no Pulumi.prdo.yaml, only Pulumi.dev.yaml: defaults stand for its values.\n"],
    );
  });

  it("--json names the columns of GET /routes alike, for a program of another style", async () => {
    const config = ["--program", NOTES, "--config", "greeting=hello"];
    const { status, stdout } = await callCommand(command, [...config, "--json"]);
    equal(status, 0);
    const { routes } = JSON.parse(stdout) as { routes: Record<string, unknown>[] };
    deepEqual(
      routes.map((row) => [row["api"], row["stage"], row["routeKey"], row["function"]]),
      [
        ["notes", "live", "GET /hidden", "list"],
        ["notes", "live", "GET /notes", "list"],
        ["notes", "live", "$default", "list"],
      ],
    );
    deepEqual(
      [routes[0]?.["authorization"], routes[0]?.["authorizer"], routes[0]?.["scopes"]],
      ["JWT", "people-only", ["https://notes.example.com/write"]],
    );
  });

  it("ends with 1 and the program's own stack trace when it throws", async () => {
    const directory = writeProgram({ "index.ts": `\nthrow new Error("no such thing");\n` });
    const { status, stdout, stderr } = await callCommand(command, ["--program", directory]);
    equal(status, 1);
    equal(stdout, "");
    match(stderr, /^Error: no such thing\n\s+at .*index\.ts:2:7/);
  });

  const mistakes: readonly (readonly [string, RegExp])[] = [
    ["--nonsense", /^Unknown option '--nonsense'/],
    ["--json --markdown", /^--json --markdown: a report has one form/],
    ["--fail-on-opened", /^--fail-on-opened: add --diff GIT_REV/],
    ["--diff no-such-branch", /^--diff no-such-branch: the repository has no such revision\. Name/],
    [
      "--diff --upload-pack=x",
      /^--diff: its value is missing; one that begins with a dash is written --diff=VALUE\.$/m,
    ],
    [`--program ${tmpdir()} --diff HEAD`, /^--diff HEAD: .* is in no git repository/],
  ];
  for (const [args, message] of mistakes) {
    it(`ends with 2 for ${args.replace(tmpdir(), "DIR")}`, async () => {
      const { status, stderr } = await callCommand(command, args.split(" "));
      equal(status, 2);
      match(stderr, message);
    });
  }
});

describe("npm run routes -- --diff", () => {
  let repository: Repository;
  /** Where the command makes its temporary files. */
  let temporary: string;
  /** Runs the command with a directory of its own for temporary files. */
  const diff = async (...args: readonly string[]) => {
    const { TMPDIR } = process.env;
    process.env["TMPDIR"] = temporary;
    try {
      return await callCommand(command, ["--program", repository.directory, "--diff", ...args]);
    } finally {
      if (TMPDIR === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = TMPDIR;
    }
  };
  const leftovers = () => [
    ...readdirSync(temporary),
    ...repository.git("worktree", "list").trimEnd().split("\n").slice(1),
  ];

  beforeEach(() => {
    repository = createRepository(oneRoute("AWS_IAM"));
    temporary = mkdtempSync(join(tmpdir(), "review-"));
  });
  afterEach(() => {
    rmSync(temporary, { recursive: true });
    cleanUp();
  });

  it("tells what becomes public, leaves the working tree alone and cleans up", async () => {
    repository.save(oneRoute("NONE"));
    const before = repository.git("status", "--porcelain");
    const { status, stdout, stderr } = await diff("HEAD", "--json", "--fail-on-opened");
    equal(stderr, "");
    const { commit: hash, changes } = JSON.parse(stdout) as {
      commit: string;
      changes: { routeKey: string; opens: boolean; words: string[] }[];
    };
    equal(hash, repository.git("rev-parse", "HEAD").trim());
    deepEqual(
      changes.map(({ routeKey, opens, words }) => [routeKey, opens, ...words]),
      [
        [
          "GET /a",
          true,
          "becomes public: no reason given",
          "needs IAM: execute-api:Invoke no longer",
        ],
      ],
    );
    equal(status, 1, "--fail-on-opened");
    equal(repository.git("status", "--porcelain"), before);
    deepEqual(leftovers(), []);
  });

  it("ends with 0 when nothing is opened", async () => {
    const { status, stdout } = await diff("HEAD", "--fail-on-opened");
    match(stdout, /^Access: HEAD \([0-9a-f]{7}\) and the working tree\n\n- No route changed\.\n$/);
    equal(status, 0);
  });

  it("ends with 1 and the revision's name when the program could not be evaluated then, and cleans up", async () => {
    repository.save(`throw new Error("half done");`);
    repository.commit();
    repository.save(oneRoute("NONE"));
    const { status, stdout, stderr } = await diff("HEAD");
    equal(status, 1);
    equal(stdout, "");
    match(stderr, /^At HEAD: Error: half done\n\s+at /);
    deepEqual(leftovers(), []);
  });

  it("cleans up when a signal ends it", async () => {
    repository.save(`console.log("evaluating"); for (;;);`);
    repository.commit();
    repository.save(oneRoute("NONE"));
    const child = startReview("routes", ["--program", repository.directory, "--diff", "HEAD"], {
      TMPDIR: temporary,
    });
    const ended = once(child, "exit");
    for await (const text of child.stderr) if (String(text).includes("evaluating")) break;
    child.kill("SIGTERM");
    deepEqual(await ended, [143, null]);
    deepEqual(leftovers(), []);
  });
});
