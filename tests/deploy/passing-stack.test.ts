import { deepEqual, equal, rejects } from "node:assert/strict";
import { describe, it } from "mocha";
import type { Stack } from "../../deploy/automation.ts";
import { newStackLine, withoutTrace } from "../../deploy/passing-stack.ts";
import { makeStack, type Target } from "../../deploy/stack.ts";

const target: Target = { program: "/nowhere", stack: "new", onEvent: () => undefined };

/** A stack whose commands are written down. @param failing command, and what it says */
function standIn(failing: { readonly createStack?: string; readonly removeStack?: string } = {}) {
  const asked: string[] = [];
  const answer = (command: "createStack" | "removeStack") => async (name: string) => {
    asked.push(`${command} ${name}`);
    const said = failing[command];
    if (said !== undefined) throw new Error(` stderr: error: ${said}`);
  };
  const workspace = {
    listStacks: async () => [{ name: "dev", current: false }],
    createStack: answer("createStack"),
    removeStack: answer("removeStack"),
  };
  return { asked, stack: { name: "new", workspace } as unknown as Stack };
}

/** What a preview does where there is no stack. */
const making =
  (stack: Stack) =>
  async ({ make = makeStack }: Target) => {
    await make(stack);
    return { seen: true };
  };

describe("a stack that is made for a command", () => {
  it("is removed after it, and the others are named", async () => {
    const { asked, stack } = standIn();
    const result = await withoutTrace(target, true, making(stack));
    deepEqual(result, { seen: true, otherStacks: ["dev"] });
    deepEqual(asked, ["createStack new", "removeStack new"]);
  });

  it("stays where there was one before", async () => {
    const { asked } = standIn();
    deepEqual(await withoutTrace(target, true, async () => ({ seen: true })), { seen: true });
    deepEqual(asked, []);
  });

  it("stays where somebody else has made it first", async () => {
    const { asked, stack } = standIn({ createStack: "stack 'new' already exists" });
    await rejects(withoutTrace(target, true, making(stack)), /stack 'new' already exists/);
    deepEqual(asked, ["createStack new"]);
  });

  for (const said of [
    "'new' still has resources; removal rejected.",
    "the stack is currently locked by 1 lock(s).",
  ]) {
    it(`stays where somebody else deploys it: ${said}`, async () => {
      const { stack } = standIn({ removeStack: said });
      const result = await withoutTrace(target, true, making(stack));
      equal(result.seen, true);
    });
  }

  it("is told of when it cannot be removed", async () => {
    const { stack } = standIn({ removeStack: "the bucket is gone" });
    await rejects(withoutTrace(target, true, making(stack)), /the bucket is gone/);
  });

  it("is told of as the first of a project", () => {
    equal(
      newStackLine("new", []),
      "There is no stack new yet, up would make it. Stacks of the project: none.",
    );
  });
});
