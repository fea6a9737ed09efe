import { deepEqual, rejects } from "node:assert/strict";
import { Turns } from "../../local/turns.ts";

describe("turns", () => {
  it("run one after another, in the order in which they were taken", async () => {
    const turns = new Turns();
    const steps: string[] = [];
    const change = (name: string, wait: Promise<void>) => async () => {
      steps.push(`${name} begins`);
      await wait;
      steps.push(`${name} ends`);
      return name;
    };
    const slow = Promise.withResolvers<void>();
    const both = [
      turns.take(change("a", slow.promise)),
      turns.take(change("b", Promise.resolve())),
    ];
    slow.resolve();
    deepEqual(await Promise.all(both), ["a", "b"]);
    deepEqual(steps, ["a begins", "a ends", "b begins", "b ends"]);
  });

  it("go on after one that failed", async () => {
    const turns = new Turns();
    const failed = turns.take(() => Promise.reject(new Error("no")));
    const next = turns.take(() => Promise.resolve("yes"));
    await rejects(failed, { message: "no" });
    deepEqual(await next, "yes");
  });
});
