import { deepEqual, equal, match } from "node:assert/strict";
import { cleanUp, createPool, payloadOf } from "./support/functions.ts";

/** Blocks its thread as a loop does, and leaves the machine's other work alone. */
const BLOCK = (ms: number): string =>
  `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;
const CODE = `
  exports.handler = async ({ way }) => {
    if (way === "loop") for (;;);
    if (way === "block") ${BLOCK(Infinity)}
    if (way === "hang") await new Promise(() => {});
    return "fine";
  };`;

/** A first event, one that never answers, and one after it. */
async function runInto(way: string) {
  const { invoke, messages } = createPool({ fn: { code: CODE, timeout: 1 } });
  await invoke("fn");
  const began = performance.now();
  const invocation = await invoke("fn", { way });
  const tookMs = performance.now() - began;
  return { invocation, tookMs, next: await invoke("fn"), messages: messages("fn") };
}

describe("a function's timeout", () => {
  // At the same time, as each of them waits for a second.
  let runs: Readonly<Record<string, Awaited<ReturnType<typeof runInto>>>> = {};
  before(async () => {
    const [loop, hang] = await Promise.all([runInto("loop"), runInto("hang")]);
    runs = { loop, hang };
  });
  afterEach(cleanUp);

  for (const way of ["loop", "hang"]) {
    it(`ends a function that never answers (${way}), on time`, () => {
      const { invocation, tookMs = 0 } = runs[way] ?? {};
      deepEqual(invocation, {
        ok: false,
        kind: "timeout",
        errorType: "Sandbox.Timedout",
        errorMessage: "Task timed out after 1.00 seconds",
      });
      equal(tookMs >= 999 && tookMs < 1250, true, `it took ${tookMs} ms`);
    });

    it(`is followed by an answer to the next event (${way})`, () => {
      equal(runs[way]?.next.ok, true);
    });

    it(`is logged as Lambda does (${way})`, () => {
      const lines = runs[way]?.messages.join("\n") ?? "";
      match(lines, /Task timed out after 1\.00 seconds\nEND .*\nREPORT .*Status: timeout/);
    });
  }

  it("spares the events that waited behind it", async () => {
    const { invoke } = createPool({ fn: { code: CODE, timeout: 1 } });
    const [first, ...others] = await Promise.all([
      invoke("fn", { way: "block" }),
      invoke("fn"),
      invoke("fn"),
    ]);
    equal(first?.ok, false);
    deepEqual(others.map(payloadOf), ["fine", "fine"]);
  });

  it("F11: costs one event where an earlier one left running what never ends", async () => {
    const code = `exports.handler = async ({ leaves }) => {
      if (leaves) setImmediate(() => { ${BLOCK(Infinity)} });
      return "fine";
    };`;
    const { invoke } = createPool({ fn: { code, timeout: 1 } });
    equal(payloadOf(await invoke("fn", { leaves: true })), "fine");
    let words: unknown[];
    do {
      // They may all be answered before the loop begins, and it may begin after any of them.
      const outcomes = await Promise.all([invoke("fn"), invoke("fn"), invoke("fn")]);
      words = outcomes.map((outcome) => (outcome.ok ? payloadOf(outcome) : outcome.kind));
    } while (!words.includes("timeout"));
    deepEqual(words.toSorted(), ["fine", "fine", "timeout"]);
  });

  it("does not hold up the answer of an event in front of it", async () => {
    const { invoke } = createPool({ fn: { code: CODE, timeout: 1 } });
    await invoke("fn");
    const answers = [invoke("fn"), invoke("fn", { way: "block" })];
    equal(payloadOf(await Promise.race(answers)), "fine");
    equal((await answers[1])?.ok, false);
  });

  it("does not count the time that loading takes", async () => {
    const slow = `${BLOCK(1200)} exports.handler = async () => "loaded";`;
    const { invoke } = createPool({ fn: { code: slow, timeout: 1 } });
    equal(payloadOf(await invoke("fn")), "loaded");
  });
});
