import type { EngineEvent, StepEventMetadata } from "./automation.ts";

/** What happens, or would happen, to one resource. */
export interface Change {
  /** `create`, `update`, `replace`, `delete` and rarer ones of the engine's. */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs that differ, by path. */
  readonly properties: readonly string[];
}

/** A replacement is three steps of the engine; the middle one stands for all. */
const PARTS_OF_REPLACEMENT = [
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "remove-pending-replace",
];

/** Whether the engine made the type for itself: the stack, a provider. */
export function isInternal(type: string): boolean {
  return type.startsWith("pulumi:");
}

/** The steps that the events of a preview announce, in their order. Nothing is said of what stays. */
export function announcedChanges(events: readonly EngineEvent[]): Change[] {
  return changesOf(events.flatMap((event) => event.resourcePreEvent?.metadata ?? []));
}

/** The steps that have succeeded. */
export function finishedChanges(events: readonly EngineEvent[]): Change[] {
  return changesOf(events.flatMap((event) => event.resOutputsEvent?.metadata ?? []));
}

function changesOf(steps: readonly StepEventMetadata[]): Change[] {
  const each = new Map(steps.map((step) => [`${step.op} ${step.urn}`, changeOf(step)]));
  return [...each.values()].filter(
    ({ op, type }) => op !== "same" && !PARTS_OF_REPLACEMENT.includes(op) && !isInternal(type),
  );
}

/** A step in our words. */
export function changeOf({ op, urn, type, diffs, detailedDiff }: StepEventMetadata): Change {
  const properties = Object.keys(detailedDiff ?? {});
  return {
    op,
    urn,
    type,
    name: urn.slice(urn.lastIndexOf("::") + 2),
    properties: (properties.length > 0 ? properties : [...(diffs ?? [])]).sort(),
  };
}

/** How many of each, as `3 create, 1 update`. */
export function countsOf(changes: readonly Change[]): string {
  const counts = Map.groupBy(changes, ({ op }) => op);
  return [...counts].map(([op, list]) => `${list.length} ${op}`).join(", ") || "no change";
}
