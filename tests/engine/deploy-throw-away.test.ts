import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { FaultPlan } from "../support/aws-provider/fault.ts";
import { deploy, deployJson } from "./support/deployer.ts";
import { startHanging } from "./support/interrupted.ts";
import { emptyStack, TestStack } from "./support/stacks.ts";

interface Stacks {
  readonly stacks: readonly { readonly stack: string; readonly outcome: string }[];
}

const PR = { stack: "pr-12" };
const EXPIRED = "2020-01-01T00:00:00Z";

/** A program without resources: what is swept is told by an output alone. */
async function tinyStack(): Promise<TestStack> {
  const stack = await emptyStack();
  writeFileSync(
    join(stack.place.program, "index.ts"),
    `import { Config } from "@pulumi/pulumi";\nexport const expiresAt = new Config().get("expiresAt");\n`,
  );
  return stack;
}

/** Makes stacks of these names, each with its expiry. */
async function makeStacks(tiny: TestStack, expiries: Readonly<Record<string, string>>) {
  for (const [stack, expiresAt] of Object.entries(expiries)) {
    for (const command of [
      ["stack", "init"],
      ["config", "set", "expiresAt", expiresAt],
      ["up", "--yes", "--skip-preview"],
    ]) {
      const { status, output } = await tiny.pulumi(command, { stack });
      equal(status, 0, output);
    }
  }
}

const sweep = (stack: TestStack, ...args: string[]) =>
  deployJson<Stacks>(stack, ["sweep", ...args], { stack: "" });

const outcomesOf = ({ stacks }: Stacks): string[] =>
  stacks.map(({ stack, outcome }) => `${outcome} ${stack}`).sort();

describe("a throw-away stack", () => {
  it("F167, F168: has a prefix, sites, a test user, tags and an expiry of its own, and no locks", async () => {
    const stack = await emptyStack();
    const site = "https://pr-12.example.com";
    const args = ["up", "--ttl", "48h", "--site", site];
    const { status, output } = await deploy(stack, args, PR);
    equal(status, 0, output);

    const pool = stack.held("auth", "UserPool");
    equal(pool.inputs["deletionProtection"], "INACTIVE");
    match(stack.held("auth-domain", "UserPoolDomain").id, /^secure-api-pr-12-[0-9a-f]{8}$/);
    const url = stack.held("api", "Api").outputs["apiEndpoint"];
    deepEqual(stack.held("auth-web", "UserPoolClient").inputs["callbackUrls"], [url, site]);
    const user = stack.held("auth-test-user", "User");
    equal(user.inputs["username"], "test-user@example.com");
    const password = String(user.inputs["password"]);
    equal(output.includes(password), false);
    match(output, /^testUser: {"email":"test-user@example\.com","password":"\[secret\]"}$/m);
    match(output, /^expiresAt: \d{4}-\d\d-\d\dT\d\d:00:00Z$/m);

    rmSync(join(stack.place.program, "Pulumi.pr-12.yaml"));
    const forgotten = await deploy(stack, ["preview"], PR);
    equal(forgotten.status, 3, forgotten.output);
    match(
      forgotten.output,
      /^refused: The stack would lose its expiry \(.+Z\) and never be swept: add --ttl TIME\.$/m,
    );
    const again = await deploy(stack, args, PR);
    equal(again.status, 0, again.output);
    equal(stack.held("auth-test-user", "User").inputs["password"], password);
    equal(stack.held("auth", "UserPool").id, pool.id);
  });

  it("F169: is swept when its time is over, also from a fresh checkout, and nothing is left", async () => {
    const stack = await emptyStack();
    equal((await deploy(stack, ["up", "--ttl", "48h"], PR)).status, 0);
    const early = await sweep(stack, "--yes");
    deepEqual([early.status, early.data.stacks], [0, []], early.output);
    notEqual(stack.account.all().length, 0);

    const config = ["--config", `expiresAt=${EXPIRED}`];
    equal((await deploy(stack, ["up", ...config], PR)).status, 0);
    rmSync(join(stack.place.program, "Pulumi.pr-12.yaml"));
    const { status, data, output } = await sweep(stack, "--yes");
    deepEqual([status, outcomesOf(data)], [0, ["destroyed pr-12"]], output);
    deepEqual(stack.account.all(), []);
    equal((await stack.pulumi(["stack", "ls"])).output.includes("pr-12"), false);
  });
});

describe("npm run deploy -- sweep", () => {
  it("finds a throw-away stack whose first update failed by its tag, and leaves others of the kind", async () => {
    const stack = await emptyStack();
    const fault: FaultPlan = { operation: "create", type: "aws:iam/role:Role", kind: "fail" };
    equal((await deploy(stack, ["up"], { fault })).status, 1);
    const kept = stack.account.all();
    const file = join(stack.place.program, "Pulumi.pr-12.yaml");
    const tags = { tags: { expiresAt: EXPIRED } };
    const config = { "secure-api:lifecycle": "ephemeral", "aws:defaultTags": tags };
    writeFileSync(file, JSON.stringify({ config }));
    equal((await deploy(stack, ["up"], { ...PR, fault })).status, 1);
    notEqual(stack.account.all().length, kept.length);
    const { status, data, output } = await sweep(stack, "--yes");
    deepEqual([status, outcomesOf(data)], [0, ["destroyed pr-12"]], output);
    deepEqual(stack.account.all(), kept);
  });

  it("lists what has expired and touches nothing without --yes", async () => {
    const stack = await tinyStack();
    await makeStacks(stack, { old: EXPIRED, young: "2999-01-01T00:00:00Z", odd: "never" });
    const { status, data, output } = await sweep(stack);
    deepEqual([status, outcomesOf(data)], [0, ["listed old"]], output);
    const swept = await sweep(stack, "--yes");
    deepEqual([swept.status, outcomesOf(swept.data)], [0, ["destroyed old"]], swept.output);
    const left = (await stack.pulumi(["stack", "ls", "--json"])).output;
    deepEqual(
      ["dev", "odd", "old", "young"].filter((name) => left.includes(`"${name}"`)),
      ["dev", "odd", "young"],
    );
  });

  it("has nothing to do the second time", async () => {
    const stack = await tinyStack();
    await makeStacks(stack, { old: EXPIRED });
    equal((await sweep(stack, "--yes")).status, 0);
    const again = await sweep(stack, "--yes");
    deepEqual([again.status, again.data.stacks], [0, []], again.output);
  });

  it("shares the work with another one at the same time", async () => {
    const stack = await tinyStack();
    await makeStacks(stack, { old: EXPIRED, older: EXPIRED });
    const both = await Promise.all([sweep(stack, "--yes"), sweep(stack, "--yes")]);
    deepEqual(
      both.map(({ status }) => status),
      [0, 0],
      both.map(({ output }) => output).join("\n"),
    );
    const left = (await stack.pulumi(["stack", "ls", "--json"])).output;
    equal(left.includes('"old'), false, left);
  });

  it("counts a stack as gone that another one took away while it was read, whatever the engine says", async () => {
    const stack = await tinyStack();
    await makeStacks(stack, { old: EXPIRED });
    // The engine, to which this happens by chance, ends without a word.
    const bin = join(stack.place.program, "bin");
    mkdirSync(bin);
    const taken = `PATH="\${PATH#*:}"\n[ "$1" != destroy ] || { pulumi stack rm old --yes > /dev/null 2>&1; exit 1; }\n`;
    const script = `#!/bin/sh\n${taken}exec pulumi "$@"\n`;
    writeFileSync(join(bin, "pulumi"), script, { mode: 0o755 });
    const { status, data, output } = await deployJson<Stacks>(stack, ["sweep", "--yes"], {
      stack: "",
      env: { PATH: [bin, process.env["PATH"]].join(delimiter) },
    });
    deepEqual([status, outcomesOf(data)], [0, ["gone old"]], output);
  });

  it("leaves a stack alone that another update holds", async () => {
    const stack = await emptyStack();
    stack.configure({ expiresAt: EXPIRED });
    equal((await stack.up()).status, 0);
    stack.edit("index.ts", "{ hello: usernameOf(event) }", "{ hi: usernameOf(event) }");
    const running = await startHanging(stack, { operation: "update" });
    const { status, data, output } = await sweep(stack, "--yes");
    deepEqual([status, outcomesOf(data)], [0, ["busy dev"]], output);
    running.process.kill("SIGKILL");
    await running.ended;
  });

  it("goes on where one stack cannot be destroyed, and fails in the end with the reason", async () => {
    const stack = await emptyStack();
    stack.configure({ expiresAt: EXPIRED });
    equal((await stack.up()).status, 0);
    writeFileSync(
      join(stack.place.program, "index.ts"),
      `import { Config } from "@pulumi/pulumi";\nexport const expiresAt = new Config().get("expiresAt");\n`,
    );
    await makeStacks(stack, { old: EXPIRED });
    const fault = { operation: "delete", kind: "fail" } as const;
    const { status, data, output } = await deployJson<Stacks>(stack, ["sweep", "--yes"], {
      stack: "",
      fault,
    });
    deepEqual([status, outcomesOf(data)], [1, ["destroyed old", "failed dev"]], output);
  });
});
