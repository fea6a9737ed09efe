import type { RouteDifference } from "./routes-diff.ts";
import { requirement } from "./access-change.ts";
import type { RouteRow } from "./route-rows.ts";
import { placeWords } from "./route-words.ts";
import type { Section } from "./text-table.ts";

/** What `npm run routes -- --diff` tells. */
export interface RoutesDiff {
  /** The commit that the working tree is compared with. */
  readonly commit: string;
  readonly changes: readonly RouteDifference[];
}

/** The comparison in sections: what counts first, then a table for each API and stage. */
export function diffSections(
  { commit, changes }: RoutesDiff,
  revision: string,
): readonly Section[] {
  const title = `Access: ${revision} (${commit.slice(0, 7)}) and the working tree`;
  if (changes.length === 0) return [{ title, notes: ["No route changed."] }];
  const places = Map.groupBy(changes, placeWords);
  return [
    { title, notes: summary(changes) },
    ...[...places].map(([place, group]) => placeSection(place, group)),
  ];
}

function placeSection(title: string, changes: readonly RouteDifference[]): Section {
  return {
    title,
    table: {
      columns: [
        { heading: "Access" },
        { heading: "Route", isCode: true },
        { heading: "Before" },
        { heading: "After" },
        { heading: "What it means" },
      ],
      rows: changes.map((change) => [
        effect(change),
        change.routeKey,
        sideWords(change.before),
        sideWords(change.after),
        change.words.join("; "),
      ]),
    },
    notes: [],
  };
}

function summary(changes: readonly RouteDifference[]): readonly string[] {
  const count = (kind: RouteDifference["kind"]) =>
    changes.filter((change) => change.kind === kind).length;
  const opened = changes.filter(({ opens }) => opens);
  return [
    `${count("added")} added, ${count("removed")} removed, ${count("changed")} changed`,
    opened.length === 0
      ? "No route is open to more callers than before."
      : `Open to more callers than before: ${opened.map(({ routeKey }) => routeKey).join(", ")}`,
  ];
}

function effect({ kind, opens, closes }: RouteDifference): string {
  if (opens) return closes ? "OPENED and closed" : "OPENED";
  if (closes) return "closed";
  return kind === "added" ? "new" : "same";
}

function sideWords(row: RouteRow | null): string {
  if (row === null) return "no route";
  return row.isServed ? requirement(row) : "not served";
}
