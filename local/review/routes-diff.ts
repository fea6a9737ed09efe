import { accessChange, requirement, routeChange } from "./access-change.ts";
import type { RouteRow } from "./route-rows.ts";
import { readKey, routeTakers } from "./route-takers.ts";

/** One route that was added, removed or changed. */
export interface RouteDifference {
  readonly kind: "added" | "removed" | "changed";
  readonly api: string | null;
  readonly stage: string | null;
  readonly routeKey: string;
  /** Somebody may call now who might not before. A new route counts when anyone may call it. */
  readonly opens: boolean;
  /** Somebody may not call any more. */
  readonly closes: boolean;
  /** What it means for access. */
  readonly words: readonly string[];
  readonly before: RouteRow | null;
  readonly after: RouteRow | null;
}

/** Rows on both sides, matched by API, stage and what AWS takes for the same route (H25). */
export function diffRoutes(
  before: readonly RouteRow[],
  after: readonly RouteRow[],
): readonly RouteDifference[] {
  const earlier = new Map(before.map((row) => [identityOf(row), row]));
  const later = new Map(after.map((row) => [identityOf(row), row]));
  const takers = { before: routeTakers(before), after: routeTakers(after) };
  const gone = before.filter((row) => !later.has(identityOf(row)));
  return [
    ...after.flatMap((row) => {
      const same = earlier.get(identityOf(row));
      if (same) return changed(same, row);
      const methods = takers.after.methodsOf(row);
      return [added(row, takers.before.takersOf(row, methods))];
    }),
    ...gone.map((row) => {
      const methods = takers.before.methodsOf(row);
      return removed(row, takers.after.takersOf(row, methods));
    }),
  ];
}

function changed(before: RouteRow, after: RouteRow): readonly RouteDifference[] {
  const change = routeChange(before, after);
  if (change.words.length === 0) return [];
  return [{ ...placeOf(after), kind: "changed", ...change, before, after }];
}

/** @param formers who got its requests before, by method */
function added(after: RouteRow, formers: readonly (RouteRow | undefined)[]): RouteDifference {
  const isNew = isUntaken(after, formers);
  const changes = distinct(formers).map((former) => ({ former, ...accessChange(former, after) }));
  return {
    ...placeOf(after),
    kind: "added",
    opens: (isNew && after.authorization === "NONE") || changes.some(({ opens }) => opens),
    closes: changes.some(({ closes }) => closes),
    words: [
      `new: ${requirement(after)}${after.remark === null ? "" : `, ${after.remark}`}`,
      ...changes.map(({ former, words }) =>
        [`${former.routeKey} got its requests before`, ...words].join("; "),
      ),
    ],
    before: null,
    after,
  };
}

/** @param heirs who gets its requests now, by method */
function removed(before: RouteRow, heirs: readonly (RouteRow | undefined)[]): RouteDifference {
  const isLost = isUntaken(before, heirs);
  const changes = distinct(heirs).map((heir) => ({ heir, ...accessChange(before, heir) }));
  return {
    ...placeOf(before),
    kind: "removed",
    opens: changes.some(({ opens }) => opens),
    closes: isLost || changes.some(({ closes }) => closes),
    words: [
      isLost ? "gone: its requests get 404" : "gone",
      ...changes.map(({ heir, words }) =>
        [`${heir.routeKey} gets its requests`, ...words].join("; "),
      ),
    ],
    before,
    after: null,
  };
}

/** Whether some of the route's requests get to nobody on the other side. A route without a path is taken by none. */
function isUntaken(row: RouteRow, takers: readonly (RouteRow | undefined)[]): boolean {
  return takers.length === 0 ? row.isServed : takers.includes(undefined);
}

function distinct(rows: readonly (RouteRow | undefined)[]): readonly RouteRow[] {
  return [...new Set(rows)].filter((row) => row !== undefined);
}

function placeOf({ api, stage, routeKey }: RouteRow) {
  return { api, stage, routeKey };
}

function identityOf(row: RouteRow): string {
  return JSON.stringify([row.api, row.stage, readKey(row)?.identity ?? row.routeKey]);
}
