import { placeWords } from "../route-words.ts";
import type { Section } from "../text-table.ts";
import type { Matrix, MatrixRow } from "./matrix-row.ts";

/** The matrix in sections: what differs first, then a table for each API and stage, then what it does not show. */
export function matrixSections({ rows, notes }: Matrix): readonly Section[] {
  const differing = rows.filter(({ result }) => result === "differs");
  const places = Map.groupBy(rows, placeWords);
  return [
    { title: summary(rows), notes: differing.map(differenceWords) },
    ...[...places].map(([title, group]) => ({ title, table: tableOf(group), notes: [] })),
    { title: "What this does not show", notes },
  ];
}

function summary(rows: readonly MatrixRow[]): string {
  const results = ["as expected", "differs", "not shown"] as const;
  const counts = results.map((result) => ({
    result,
    count: rows.filter((row) => row.result === result).length,
  }));
  const parts = counts
    .filter(({ result, count }) => count > 0 || result === "differs")
    .map(({ result, count }) => `${count} ${result === "differs" ? "different" : result}`);
  return `${rows.length} requests: ${parts.join(", ")}`;
}

function differenceWords({ routeKey, case: name, expected, actual, rules }: MatrixRow): string {
  return `${routeKey}, ${name}: ${actual}, not ${expected} (${rules})`;
}

function tableOf(rows: readonly MatrixRow[]) {
  return {
    columns: [
      { heading: "Route", isCode: true },
      { heading: "Request" },
      { heading: "Expected" },
      { heading: "Actual" },
      { heading: "Rules" },
      { heading: "Result" },
    ],
    rows: rows.map((row) => [
      row.routeKey,
      row.case,
      String(row.expected),
      String(row.actual),
      row.rules,
      row.result === "as expected" ? "" : row.result.toUpperCase(),
    ]),
  };
}
