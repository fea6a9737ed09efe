import { deepEqual } from "node:assert/strict";
import { AnswerSlots } from "../../../local/functions/answer-slots.ts";

describe("answers in shared memory", () => {
  let pool: AnswerSlots;
  let worker: AnswerSlots;

  beforeEach(() => {
    pool = new AnswerSlots();
    worker = new AnswerSlots(pool.memory);
  });

  it("are taken once, each by its own ticket", () => {
    worker.put(33, { payload: '"ä€😀"', durationMs: 1.5 });
    worker.put(34, { payload: "", durationMs: 0 });
    deepEqual(
      [33, 34, 33, 35].map((ticket) => pool.take(ticket)),
      [
        { payload: '"ä€😀"', durationMs: 1.5 },
        { payload: "", durationMs: 0 },
        undefined,
        undefined,
      ],
    );
  });

  it("have room for 4 kB, counted in bytes", () => {
    const fits = "ä".repeat(2048);
    const isPut = [fits, `${fits}.`].map((payload, at) =>
      worker.put(at, { payload, durationMs: 0 }),
    );
    deepEqual([isPut, pool.take(0)?.payload, pool.take(1)], [[true, false], fits, undefined]);
  });

  it("need one call until the pool looks", () => {
    const calls = [worker.mustCall(), worker.mustCall()];
    pool.heard();
    deepEqual([...calls, worker.mustCall()], [true, false, true]);
  });
});
