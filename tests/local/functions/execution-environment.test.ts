import { deepEqual } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExecutionEnvironment } from "../../../local/functions/execution-environment.ts";
import type { Invocation } from "../../../local/functions/invocation.ts";

const CODE = `exports.handler = async ({ name, busyMs = 0 }) => {
  if (busyMs) console.log("busy");
  const until = Date.now() + busyMs;
  while (Date.now() < until);
  return name;
};`;

describe("an execution environment", () => {
  let taskRoot: string;
  let environment: ExecutionEnvironment;
  let printed: PromiseWithResolvers<string>;

  beforeEach(() => {
    taskRoot = mkdtempSync(join(tmpdir(), "environment-"));
    writeFileSync(join(taskRoot, "index.js"), CODE);
    printed = Promise.withResolvers();
    environment = new ExecutionEnvironment(
      startOf(taskRoot),
      {},
      { ...observer, line: printed.resolve },
    );
  });

  afterEach(() => {
    environment.retire();
    rmSync(taskRoot, { recursive: true, force: true });
  });

  function run(...events: readonly object[]): Promise<Invocation>[] {
    const waiting = events.map(() => Promise.withResolvers<Invocation>());
    environment.run(
      events.map((event, at) => ({
        id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
        event: JSON.stringify(event),
        settle: (invocation) => waiting[at]?.resolve(invocation),
      })),
    );
    return waiting.map(({ promise }) => promise);
  }

  it("answers an event with its own result after others were taken back from it", async () => {
    await Promise.all(run({ name: "first" }));
    const [busy] = run({ name: "busy", busyMs: 200 }, { name: "taken back" });
    await printed.promise;
    environment.takeBack();
    const [next] = run({ name: "next" });
    deepEqual(await Promise.all([busy, next]), [
      { ok: true, payload: '"busy"' },
      { ok: true, payload: '"next"' },
    ]);
  });

  it("answers in the order of the events, whatever their size and whether they print", async () => {
    const long = "x".repeat(10_000);
    const settled: string[] = [];
    const names = ["first", long, "third", "fourth"];
    const events = names.map((name, at) => ({ name, busyMs: at === 2 ? 1 : 0 }));
    await Promise.all(
      run(...events).map(async (answer) => {
        const invocation = await answer;
        settled.push(invocation.ok ? invocation.payload : invocation.kind);
      }),
    );
    deepEqual(
      settled,
      names.map((name) => JSON.stringify(name)),
    );
  });

  it("has no more room than it can take, and room again when events are answered", async () => {
    const full = run(...Array.from({ length: environment.room }, (_, at) => ({ name: at })));
    deepEqual([full.length, environment.room], [32, 0]);
    await Promise.all(full);
    deepEqual(environment.room, 32);
  });

  it("says that its end is near before an event runs out of its time, and of no other event", async function () {
    // A machine that is late by more than the notice gives none.
    this.retries(2);
    const steps: string[] = [];
    environment.retire();
    environment = new ExecutionEnvironment(
      { ...startOf(taskRoot), timeoutMs: 500 },
      {},
      {
        ...observer,
        line: () => undefined,
        endIsNear: () => steps.push("near"),
        done: (pending, invocation) => {
          steps.push(invocation.ok ? "answered" : invocation.kind);
          pending.settle(invocation);
        },
      },
    );
    await Promise.all(run({ name: "quick" }));
    await Promise.all(run({ name: "endless", busyMs: 60_000 }));
    deepEqual(steps, ["answered", "near", "timeout"]);
  });
});

const observer = {
  began: () => undefined,
  idle: () => undefined,
  endIsNear: () => undefined,
  ended: () => undefined,
  done: (pending: { settle(invocation: Invocation): void }, invocation: Invocation) =>
    pending.settle(invocation),
};

function startOf(taskRoot: string) {
  return {
    taskRoot,
    handler: "index.handler",
    nodeVersion: 24,
    functionName: "fn",
    arn: "arn:aws:lambda:us-east-1:123456789012:function:fn",
    memoryMb: 128,
    timeoutMs: 3_000,
    logGroup: "/aws/lambda/fn",
    logStream: "stream",
    logFormat: "Text" as const,
    runtimePackages: [],
    hosts: {},
  };
}
