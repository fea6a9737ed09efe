import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "../../../local/users/command.ts";
import { callCommand } from "../review/support/command.ts";
import { serveProgram } from "../support/runtime.ts";
import { alice, fileOf, userPool } from "./support/files.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

function users(args: readonly string[], env = process.env) {
  const run = ["local/users/run.mjs", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, run, {
    cwd: ROOT,
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}

const call = (args: readonly string[]) => callCommand(command, args);

describe("npm run users", () => {
  let directory: string;
  let file: string;
  let state: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "users-"));
    file = join(directory, "users.csv");
    state = join(directory, "state");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("imports beside a runtime that serves the same state, and exports what it has", async () => {
    const runtime = await serveProgram(["--state", state, "--no-watch"]);
    try {
      writeFileSync(file, fileOf(userPool(), alice()));
      deepEqual(users(["import", file, "--state", state]), {
        status: 0,
        stdout: "[SUCCEEDED] Line Number 2 - The import succeeded.\n",
        stderr: "",
      });
      const [pool] = runtime.ready.userPools;
      const response = await fetch(pool?.endpoint ?? "", {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AWSCognitoIdentityProviderService.ForgotPassword",
        },
        body: JSON.stringify({ ClientId: pool?.clients[0]?.id, Username: "alice@example.com" }),
      });
      equal(response.status, 200);
      const { messages } = (await (
        await fetch(`${runtime.ready.control}/messages?to=alice@example.com`)
      ).json()) as { readonly messages: readonly unknown[] };
      equal(messages.length, 1);
      const copy = join(directory, "copy.csv");
      equal((await call(["export", copy, "--state", state])).stderr, "1 users written.\n");
      equal(statSync(copy).mode & 0o777, 0o600);
      match(readFileSync(copy, "utf8"), /\nalice@example\.com,/);
    } finally {
      await runtime.stop();
    }
  });

  it("imports nothing of a file with findings, and ends with 1", async () => {
    writeFileSync(file, fileOf(userPool(), alice(), alice({ email_verified: "no" })));
    const { status, stdout, stderr } = await call(["import", file, "--state", state]);
    equal(status, 1);
    equal(
      stdout.split("\n")[0],
      `${file}:3: email_verified: It is true or false. Write one of them.`,
    );
    equal(stderr, "Nothing was imported. Mend the lines, or add --skip-invalid.\n");
    equal(existsSync(state), false);
  });

  it("a dry run makes no state", async () => {
    writeFileSync(file, fileOf(userPool(), alice()));
    const { status, stdout } = await call([
      "import",
      file,
      "--state",
      state,
      "--dry-run",
      "--json",
    ]);
    equal(status, 0);
    deepEqual(JSON.parse(stdout), {
      findings: [],
      outcomes: [{ line: 2, result: "SUCCEEDED", message: "The import succeeded." }],
      users: 1,
    });
    equal(existsSync(state), false);
  });

  it("checks a file against a pool that describe-user-pool printed", async () => {
    const description = join(directory, "pool.json");
    const attribute = { AttributeDataType: "String", Mutable: true };
    writeFileSync(
      description,
      JSON.stringify({
        UserPool: {
          Id: "eu-central-1_AbCdEf123",
          Name: "people",
          UsernameAttributes: ["email"],
          AutoVerifiedAttributes: ["email"],
          MfaConfiguration: "OFF",
          SchemaAttributes: [
            { ...attribute, Name: "sub", Required: true, Mutable: false },
            { ...attribute, Name: "given_name", Required: true },
            { ...attribute, Name: "custom:plan", StringAttributeConstraints: { MaxLength: "4" } },
          ],
        },
      }),
    );
    const schemas = [{ name: "plan", attributeDataType: "String" }];
    writeFileSync(file, fileOf(userPool({ schemas }), alice({ "custom:plan": "premium" })));
    const { status, stdout } = await call(["check", file, "--description", description]);
    equal(status, 1);
    deepEqual(stdout.split("\n").slice(0, 2), [
      `${file}:2: given_name: The pool requires it. Fill it in.`,
      `${file}:2: custom:plan: Attributes did not conform to the schema: custom:plan: String must be at most 4 characters long. Correct the value.`,
    ]);
  });

  it("F4: hands an import into a deployed stack over to the deployer", () => {
    writeFileSync(file, fileOf(userPool(), alice()));
    const env = { ...process.env, PULUMI_BACKEND_URL: "", PULUMI_ACCESS_TOKEN: "" };
    const { status, stderr } = users(["import", file, "--stack", "dev", "--dry-run"], env);
    equal(status, 2);
    match(stderr, /^There is no backend: set PULUMI_BACKEND_URL/);
  });

  const mistakes: readonly [readonly string[], RegExp][] = [
    [[], /^A command is missing: it is import, check, export, template, seed\.\n$/],
    [["export", "/nowhere/users.csv"], /^\/nowhere\/users\.csv: ENOENT: .*\n$/],
    [["import"], /^Write it as: npm run users -- import FILE\.csv\n$/],
    [["seed", "none"], /^seed none: a whole number of users, from 1 to 1000000\.\n$/],
    [
      ["export", "--stack", "dev"],
      /^--stack belongs to import, not to export; see --stack-file\.\n$/,
    ],
    [["import", "a.csv", "--role", "arn"], /^--role arn: add --stack NAME, the stack on AWS\.\n$/],
    [
      ["export", "--state", "memory"],
      /^--state memory: nobody but its runtime sees it; give a directory\.\n$/,
    ],
    [["template", "--pool", "none"], /^--pool none: the program's pools are auth\.\n$/],
    [["seed", "1", "--password", "short"], /^--password: .*\n$/],
  ];
  for (const [args, expected] of mistakes) {
    it(`ends with 2 for: users ${args.join(" ")}`, async () => {
      const { status, stderr } = await call([
        ...args,
        ...(args[0] === "seed" ? ["--state", state] : []),
      ]);
      equal(status, 2);
      match(stderr, expected);
    });
  }
});
