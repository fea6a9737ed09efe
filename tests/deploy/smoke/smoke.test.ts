import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "../../local/support/runtime.ts";
import { signUp } from "../../local/support/sign-in.ts";
import { runDeploy } from "../support/command.ts";

const PASSWORD = "The password of a test user, 42";
const TEST_USER = ["--user", "test-user@example.com"];
const CONFIG = {
  "secure-api:lifecycle": "ephemeral",
  "secure-api:testUserPassword": PASSWORD,
  "secure-api:sdkSignIn": "true",
};

const serve = (config: Readonly<Record<string, string>>) =>
  serveProgram([
    "--state",
    "memory",
    "--no-watch",
    ...Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]),
  ]);

const outcomes = (stdout: string): string[] =>
  [...stdout.matchAll(/^(passed|failed|not tried) +(.+?) +\d+ ms/gm)].map(
    ([, outcome, name]) => `${outcome}: ${name}`,
  );

describe("npm run deploy -- smoke, against a local runtime", () => {
  const directory = mkdtempSync(join(tmpdir(), "smoke-"));
  const ready = join(directory, "ready.json");
  let runtime: ServedProgram;

  before(async () => {
    runtime = await serve(CONFIG);
    writeFileSync(ready, `> npm's banner\n${JSON.stringify(runtime.ready)}\n`);
  });
  after(async () => {
    await runtime.stop();
    rmSync(directory, { recursive: true });
  });

  const smoke = (args: readonly string[], options?: Parameters<typeof runDeploy>[1]) =>
    runDeploy(["smoke", "--ready", ready, ...args], options);

  it("passes with a token, and does not print it", async () => {
    const { access_token: accessToken } = await signUp(runtime.ready, "alice@example.com");
    const { status, stdout, stderr } = await smoke(["--token", "-"], { input: `${accessToken}\n` });
    equal(status, 0, stderr + stdout);
    deepEqual(outcomes(stdout), [
      "passed: discovery",
      "passed: JWKS",
      "passed: 401 without a token",
      "passed: 200 with a token",
    ]);
    equal(`${stdout}${stderr}`.includes(accessToken), false);
  });

  it("says without a token that the 200 was not tried", async () => {
    const { status, stdout } = await smoke([]);
    equal(status, 0);
    deepEqual(outcomes(stdout), [
      "passed: discovery",
      "passed: JWKS",
      "passed: 401 without a token",
      "not tried: 200 with a token",
    ]);
    match(stdout, / there is no token: give one by --token FILE, - for standard input\n$/);
  });

  it("F70: signs a test user in without the pages, whose token the claim rule lets in", async () => {
    const { status, stdout } = await smoke(TEST_USER, { env: { TEST_USER_PASSWORD: PASSWORD } });
    equal(status, 0, stdout);
    equal(outcomes(stdout).at(-1), "passed: 200 with a token");
    match(stdout, / answered {"hello":"[0-9a-f-]{36}"}\n$/);
  });

  it("F70: says where signing in gives no scope, which is no failure", async () => {
    const { "secure-api:sdkSignIn": _, ...others } = CONFIG;
    const plain = await serve(others);
    try {
      const file = join(directory, "plain.json");
      writeFileSync(file, JSON.stringify(plain.ready));
      const { status, stdout } = await runDeploy(["smoke", "--ready", file, ...TEST_USER], {
        env: { TEST_USER_PASSWORD: PASSWORD },
      });
      equal(status, 0, stdout);
      equal(outcomes(stdout).at(-1), "not tried: 200 with a token");
      match(stdout, / gave test-user@example\.com no scope of the API \(claim rule sdkSignIn\)/);
    } finally {
      await plain.stop();
    }
  });

  it("fails with a wrong password, which it does not print", async () => {
    const env = { TEST_USER_PASSWORD: "a wrong password" };
    const { status, stdout } = await smoke([...TEST_USER, "--timeout", "1"], { env });
    equal(status, 1);
    equal(outcomes(stdout).at(-1), "failed: 200 with a token");
    match(stdout, /RespondToAuthChallenge answered 400 NotAuthorizedException: Incorrect /);
    equal(stdout.includes("a wrong password"), false);
  });

  it("fails where a route is open, or refuses a good token", async () => {
    const open = await smoke(["--path", "/", "--timeout", "1"]);
    deepEqual([open.status, outcomes(open.stdout)[2]], [1, "failed: 401 without a token"]);
    const none = await smoke(["--token", "-", "--timeout", "1"], { input: "x.y.z" });
    deepEqual([none.status, outcomes(none.stdout)[3]], [1, "failed: 200 with a token"]);
    match(none.stdout, /answered 401 {"message":"Unauthorized"}/);
  });

  it("fails where nothing answers, within its time", async () => {
    const pool = { ...runtime.ready.userPools[0], endpoint: "http://127.0.0.1:9" };
    const dead = { ...runtime.ready, userPools: [pool], apis: [{ url: "http://127.0.0.1:9" }] };
    const file = join(directory, "dead.json");
    writeFileSync(file, JSON.stringify(dead));
    const { status, stdout } = await runDeploy([
      "smoke",
      "--ready",
      file,
      "--timeout",
      "1",
      "--json",
    ]);
    equal(status, 1);
    const { checks } = JSON.parse(stdout) as { checks: { outcome: string; detail: string }[] };
    deepEqual(
      checks.map(({ outcome }) => outcome),
      ["failed", "not tried", "failed", "not tried"],
    );
    match(checks[0]?.detail ?? "", /^http:\/\/127\.0\.0\.1:9\/.+ is out of reach: /);
  });

  it("is a mistake without a ready line, or without the password of the user", async () => {
    const empty = join(directory, "empty.json");
    writeFileSync(empty, "nothing\n");
    const noLine = await runDeploy(["smoke", "--ready", empty]);
    equal(noLine.status, 1);
    match(noLine.stderr, /^The ready line has no API, user pool or client without a secret: /);
    const noPassword = await smoke(TEST_USER, { env: { TEST_USER_PASSWORD: "" } });
    equal(noPassword.status, 2);
    match(noPassword.stderr, /^--user test-user@example\.com: set TEST_USER_PASSWORD /);
  });
});
