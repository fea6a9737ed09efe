import assert from "node:assert/strict";
import { mock } from "node:test";
import { Deadlines } from "../../../../local/gateway/lambda-integration/deadlines.ts";

describe("gateway: deadlines of functions", () => {
  let deadlines: Deadlines;
  let late: string[];
  let now: number;

  beforeEach(() => {
    now = 1_000;
    late = [];
    deadlines = new Deadlines();
    mock.timers.enable({ apis: ["setTimeout"] });
    mock.method(performance, "now", () => now);
  });
  afterEach(() => {
    mock.restoreAll();
    mock.timers.reset();
  });

  function pass(milliseconds: number): void {
    now += milliseconds;
    mock.timers.tick(milliseconds);
  }

  function set(name: string, milliseconds: number) {
    return deadlines.set(now + milliseconds, () => late.push(name));
  }

  it("H188: each is told of once, when it has passed and not before", () => {
    set("slow", 30_000);
    set("quick", 50);
    set("middle", 200);
    pass(49);
    assert.deepEqual(late, []);
    pass(1);
    assert.deepEqual(late, ["quick"]);
    pass(150);
    assert.deepEqual(late, ["quick", "middle"]);
    pass(30_000);
    assert.deepEqual(late, ["quick", "middle", "slow"]);
  });

  it("one that is taken back is not told of, and the place it had is nobody else's loss", () => {
    const first = set("first", 100);
    deadlines.clear(first);
    set("second", 200);
    deadlines.clear(first);
    pass(199);
    assert.deepEqual(late, []);
    pass(1);
    assert.deepEqual(late, ["second"]);
  });

  it("one that comes while others are told of their end is kept", () => {
    deadlines.set(now + 10, () => set("next", 10));
    set("beside", 10);
    pass(10);
    assert.deepEqual(late, ["beside"]);
    pass(10);
    assert.deepEqual(late, ["beside", "next"]);
  });

  it("one that another's end takes back in the same moment is not told of", () => {
    deadlines.set(now + 10, () => deadlines.clear(other));
    const other = set("other", 10);
    pass(10);
    assert.deepEqual(late, []);
  });

  it("a timer that is early looks again", () => {
    set("only", 100);
    now += 99;
    mock.timers.tick(100);
    assert.deepEqual(late, []);
    pass(1);
    assert.deepEqual(late, ["only"]);
  });
});
