import { deepEqual, equal, match } from "node:assert/strict";
import { deployedStack, type TestStack } from "./support/stacks.ts";

async function keptStack(): Promise<TestStack> {
  const stack = await deployedStack();
  stack.configure({ lifecycle: "keep" });
  const { status, output } = await stack.up();
  equal(status, 0, output);
  return stack;
}

describe("pulumi destroy", () => {
  it("leaves nothing of a stack whose users are ephemeral", async () => {
    const stack = await deployedStack();
    const { status, output } = await stack.destroy();
    equal(status, 0, output);
    deepEqual(stack.account.all(), []);
    deepEqual(await stack.resources(), []);
  });

  it("F64: is refused while users are kept, before anything is deleted", async () => {
    const stack = await keptStack();
    const before = stack.account.all();
    const { status, output } = await stack.destroy();
    equal(status, 255);
    match(output, /AuthLayer\$aws:cognito\/userPool:UserPool::auth" cannot be deleted\n/);
    match(
      output,
      /because it is protected\. To unprotect the resource, either remove the `protect`/,
    );
    deepEqual(stack.account.all(), before);
  });

  it("keeps the users where its preview is skipped, and the next update builds around them", async () => {
    const stack = await keptStack();
    const pool = stack.held("auth", "UserPool");
    const { status } = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
    equal(status, 255);
    deepEqual(stack.account.all(), [pool]);
    const { status: repaired, output } = await stack.up();
    equal(repaired, 0, output);
    deepEqual(stack.held("auth", "UserPool"), pool);
  });

  it("F64: of kept users takes two steps: release them, then destroy", async () => {
    const stack = await keptStack();
    stack.configure({ lifecycle: "ephemeral" });
    equal((await stack.up()).status, 0);
    const { status, output } = await stack.destroy();
    equal(status, 0, output);
    deepEqual(stack.account.all(), []);
  });
});
