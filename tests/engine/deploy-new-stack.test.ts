import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deploy, deployJson } from "./support/deployer.ts";
import { emptyStack, type TestStack } from "./support/stacks.ts";

const REGION = ["--config", "aws:region=us-east-1"];

/** Names of the stacks in the backend. */
async function stacksOf(stack: TestStack): Promise<string[]> {
  const { output } = await stack.pulumi(["stack", "ls", "--json"]);
  return (JSON.parse(output) as { name: string }[]).map(({ name }) => name);
}

describe("npm run deploy -- preview of a stack that is not there", () => {
  it("shows what up would make, names the stacks that are there, and leaves none behind", async () => {
    const stack = await emptyStack();
    const file = join(stack.place.program, "Pulumi.dve.yaml");
    const settings = "config:\n  aws:region: us-east-1\n";
    writeFileSync(file, settings);
    const { status, output } = await deploy(stack, ["preview"], { stack: "dve" });
    equal(status, 0, output);
    match(
      output,
      /^There is no stack dve yet, up would make it\. Stacks of the project: dev\.\ndve: \d+ create$/m,
    );
    deepEqual(await stacksOf(stack), ["dev"]);
    equal(readFileSync(file, "utf8"), settings);
  });

  it("removes it after a failure too, with the file that was made for it", async () => {
    const stack = await emptyStack();
    stack.edit("index.ts", "const settings = readSettings();", 'throw new Error("half done");');
    const { status, output } = await deploy(stack, ["preview"], { stack: "dve" });
    equal(status, 1, output);
    match(output, /^There is no stack dve yet, .*Stacks of the project: dev\.$/m);
    deepEqual(await stacksOf(stack), ["dev"]);
    equal(existsSync(join(stack.place.program, "Pulumi.dve.yaml")), false);
  });

  it("keeps nothing of a --config that the program refuses, so that the next one may be right", async () => {
    const stack = await emptyStack();
    const wrong = ["preview", ...REGION, "--config", "mfa=maybe"];
    const { status, output } = await deploy(stack, wrong, { stack: "dve" });
    equal(status, 1, output);
    match(
      output,
      /^Nothing was changed: give another --config KEY=VALUE, or run the command above with --stack dve, then again\.$/m,
    );
    equal(existsSync(join(stack.place.program, "Pulumi.dve.yaml")), false);
  });

  it("keeps what --config wrote to the stack's file, for the up that follows", async () => {
    const stack = await emptyStack();
    const shown = await deployJson<{ otherStacks: string[] }>(stack, ["preview", ...REGION], {
      stack: "prod",
    });
    equal(shown.status, 0, shown.output);
    deepEqual(shown.data.otherStacks, ["dev"]);
    deepEqual(await stacksOf(stack), ["dev"]);
    const made = await deploy(stack, ["up"], { stack: "prod" });
    equal(made.status, 0, made.output);
    deepEqual((await stacksOf(stack)).toSorted(), ["dev", "prod"]);
  });
});
