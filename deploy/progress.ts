import type { EngineEvent } from "./automation.ts";
import { changeOf, isInternal } from "./changes.ts";
import { plain } from "./engine-failure.ts";

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  "create-replacement": "created the replacement of",
  "delete-replaced": "deleted the replaced",
  delete: "deleted",
  refresh: "refreshed",
};

/** Steps that say nothing, or are told by their parts. */
const SILENT = ["same", "replace", "refresh"];

/**
 * Tells of an operation while it runs: a line for each finished step and for each remark of the
 * program. On a terminal the step under way is shown below them, and overwritten.
 * @param write gets whole lines, and on a terminal also the line under way
 */
export function progress(
  isTerminal: boolean,
  write: (text: string) => void,
): (event: EngineEvent) => void {
  const clear = isTerminal ? "\r\u001B[K" : "";
  let finished = 0;
  return (event) => {
    const line = lineOf(event);
    if (line !== undefined) write(`${clear}${line}\n`);
    if (event.cancelEvent) write(clear);
    const begun = event.resourcePreEvent;
    if (event.resOutputsEvent) finished += 1;
    if (isTerminal && begun) write(`${clear}${finished} done, ${changeOf(begun.metadata).name} …`);
  };
}

/** A finished step or a remark; nothing of a preview, which ends in a report of its own. */
function lineOf({ resOutputsEvent, resOpFailedEvent, diagnosticEvent }: EngineEvent) {
  if (resOpFailedEvent) {
    const { op, type, name } = changeOf(resOpFailedEvent.metadata);
    return `failed to ${op} ${type} ${name}`;
  }
  if (resOutputsEvent && !resOutputsEvent.planning) {
    const { op, type, name } = changeOf(resOutputsEvent.metadata);
    return SILENT.includes(op) || isInternal(type)
      ? undefined
      : `${DONE[op] ?? op} ${type} ${name}`;
  }
  // Errors are told at the end, with what to do.
  const isRemark = ["info", "info#err", "warning"].includes(diagnosticEvent?.severity ?? "");
  if (!diagnosticEvent || !isRemark) return undefined;
  const text = plain(diagnosticEvent.message).trim();
  if (text === "") return undefined;
  return diagnosticEvent.severity === "warning" ? `warning: ${text}` : text;
}
