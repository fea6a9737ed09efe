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
    const [long, empty] = [
      { payload: '"ä€😀"', durationMs: 1.5, after: 0 },
      { payload: "", durationMs: 0, after: 0 },
    ];
    worker.put(33, long);
    worker.put(34, empty);
    deepEqual(
      [33, 34, 33, 35].map((ticket) => pool.take(ticket, 0)),
      [long, empty, undefined, undefined],
    );
  });

  it("have room for 4 kB, counted in bytes", () => {
    const fits = "ä".repeat(2048);
    const isPut = [fits, `${fits}.`].map((payload, at) =>
      worker.put(at, { payload, durationMs: 0, after: 0 }),
    );
    deepEqual([isPut, pool.take(0, 0)?.payload, pool.take(1, 0)], [[true, false], fits, undefined]);
  });

  it("wait for what was printed before them", () => {
    worker.put(1, { payload: "1", durationMs: 0, after: 2 });
    deepEqual([pool.take(1, 1), pool.take(1, 2)?.payload], [undefined, "1"]);
  });

  it("need one call until the pool looks", () => {
    const calls = [worker.mustCall(), worker.mustCall()];
    pool.heard();
    deepEqual([...calls, worker.mustCall()], [true, false, true]);
  });
});
