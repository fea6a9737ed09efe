import { deepEqual } from "node:assert/strict";
import { describe, it } from "mocha";
import type { EngineEvent } from "../../deploy/automation.ts";
import { progress } from "../../deploy/progress.ts";

const metadata = (op: string, type = "aws:iam/role:Role") =>
  ({ op, type, urn: `urn:pulumi:dev::p::${type}::role` }) as never;

const at = { sequence: 0, timestamp: 0 };
const EVENTS: readonly EngineEvent[] = [
  { ...at, resourcePreEvent: { metadata: metadata("create") } },
  { ...at, resOutputsEvent: { metadata: metadata("create") } },
  { ...at, resOutputsEvent: { metadata: metadata("same") } },
  { ...at, resOutputsEvent: { metadata: metadata("create", "pulumi:providers:aws") } },
  { ...at, resOutputsEvent: { metadata: metadata("create"), planning: true } },
  {
    ...at,
    diagnosticEvent: { severity: "warning", message: "<{%reset%}>old\n", color: "never" },
  },
  { ...at, diagnosticEvent: { severity: "error", message: "told at the end", color: "never" } },
  { ...at, resOpFailedEvent: { metadata: metadata("update"), status: 0, steps: 0 } },
  { ...at, cancelEvent: {} },
] as readonly EngineEvent[];

function written(isTerminal: boolean): string[] {
  const texts: string[] = [];
  const onEvent = progress(isTerminal, (text) => texts.push(text));
  for (const event of EVENTS) onEvent(event);
  return texts.filter((text) => text !== "");
}

describe("progress", () => {
  it("is plain lines in a pipeline: finished steps, remarks and failures", () => {
    deepEqual(written(false), [
      "created aws:iam/role:Role role\n",
      "warning: old\n",
      "failed to update aws:iam/role:Role role\n",
    ]);
  });

  it("shows on a terminal what is under way, below the finished lines", () => {
    const clear = "\r\u001B[K";
    deepEqual(written(true), [
      `${clear}0 done, role …`,
      `${clear}created aws:iam/role:Role role\n`,
      `${clear}warning: old\n`,
      `${clear}failed to update aws:iam/role:Role role\n`,
      clear,
    ]);
  });
});
