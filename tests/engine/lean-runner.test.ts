import { deepEqual, equal, match } from "node:assert/strict";
import { deploy, deployJson } from "./support/deployer.ts";
import { ofState } from "./support/recording.ts";
import { deployedStack, emptyStack, type TestStack } from "./support/stacks.ts";

const PLACE = "const urls = [api.url, ...publicSites];";

const stateOf = async (stack: TestStack) =>
  new Map((await stack.resources()).map((resource) => [resource.urn, ofState(resource)]));

describe("a program that the deployer runs", () => {
  it("registers what it registers under the plain CLI", async () => {
    const stack = await emptyStack();
    const { status, output } = await deploy(stack, ["up"]);
    equal(status, 0, output);
    const ours = await stateOf(stack);
    equal((await stack.up()).status, 0);
    deepEqual(await stateOf(stack), ours);
  });

  it("has no change to make where the plain CLI has deployed it", async () => {
    const { data, output } = await deployJson<{ changes: object[] }>(await deployedStack(), [
      "preview",
    ]);
    deepEqual(data.changes, [], output);
  });

  it("fails with the line of its source", async () => {
    const stack = await deployedStack();
    stack.edit("index.ts", PLACE, `${PLACE}\napi.url.apply(() => {\n  throw new Error("no");\n});`);
    const { status, output } = await deploy(stack, ["preview"]);
    equal(status, 1, output);
    match(output, /Error: no\n\s+at .*program\/index\.ts:\d+:9\)/);
  });

  it("is not deployed with a type error where types are checked", async () => {
    const stack = await deployedStack();
    stack.edit("index.ts", PLACE, `${PLACE}\nconst count: number = "three";`);
    const { status, output } = await deploy(stack, ["preview"], { typeCheck: true });
    equal(status, 1, output);
    match(output, /error TS2322: Type 'string' is not assignable to type 'number'/);
  });
});
