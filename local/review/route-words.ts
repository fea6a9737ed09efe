import type { RouteRow } from "./route-rows.ts";
import type { Section, Table } from "./text-table.ts";

/** So many winners are named for each route that yields to others. */
const NAMED_WINNERS = 5;

/** Who may call the route. */
export function callers({ authorization, authorizer, reason }: RouteRow): string {
  const name = authorizer ?? "an authorizer that is not the program's";
  if (authorization === "NONE") return `anyone: ${reason ?? "no reason given"}`;
  if (authorization === "JWT") return `JWT of ${name}`;
  if (authorization === "CUSTOM") return `Lambda authorizer ${name}`;
  return "IAM: execute-api:Invoke";
}

/** What a token has to hold. One scope is enough (H103); without any, ID tokens pass as well (H107, H114). */
function scopesNeeded({ authorization, scopes }: RouteRow): string {
  if (authorization !== "JWT") return "";
  return scopes.length === 0 ? "none: ID tokens pass too" : scopes.join(" or ");
}

/** The limit that the stage sets. */
export function throttleWords({ throttle }: Pick<RouteRow, "throttle">): string {
  if (!throttle) return "account's";
  const { rate, burst } = throttle;
  return rate <= 0 || burst <= 0 ? "0: always 429" : `${rate}/s, burst ${burst}`;
}

/** What answers. */
export function answeredBy(row: RouteRow): string {
  return row.function ?? row.target ?? "nothing";
}

/** One section for each API and stage, in the order of the rows. */
export function routeSections(rows: readonly RouteRow[]): readonly Section[] {
  const groups = Map.groupBy(rows, placeWords);
  return [...groups].map(([title, group]) => ({
    title,
    table: routeTable(group),
    notes: [...remarkLines(group), ...overlapLines(group)],
  }));
}

/** The API and the stage of a row. */
export function placeWords({ api, stage }: Pick<RouteRow, "api" | "stage">): string {
  if (api === null) return "An API that is not the program's";
  return stage === null ? `API ${api}, no stage` : `API ${api}, stage ${stage}`;
}

function routeTable(rows: readonly RouteRow[]): Table {
  return {
    columns: [
      { heading: "Route", isCode: true },
      { heading: "Who may call" },
      { heading: "Scopes" },
      { heading: "Throttle" },
      { heading: "Answered by", isCode: true },
    ],
    rows: rows.map((row) => [
      row.routeKey,
      callers(row),
      scopesNeeded(row),
      throttleWords(row),
      answeredBy(row),
    ]),
  };
}

function remarkLines(rows: readonly RouteRow[]): readonly string[] {
  return rows.flatMap(({ routeKey, remark }) =>
    remark === null ? [] : [`${routeKey}: ${remark}`],
  );
}

/** Which route gets requests that more than one could take, a line for each that yields to others. */
function overlapLines(rows: readonly RouteRow[]): readonly string[] {
  return rows.flatMap(({ routeKey, overlaps }) => {
    if (routeKey === "$default") return ["$default gets what no other route takes"];
    const winners = overlaps
      .filter(({ wins }) => !wins)
      .map((each) =>
        each.requests === each.with ? each.with : `${each.with} (for ${each.requests})`,
      );
    if (winners.length === 0) return [];
    const more = winners.length - NAMED_WINNERS;
    const named = winners.slice(0, NAMED_WINNERS).join(", ");
    return [`${routeKey} yields to ${named}${more > 0 ? ` and ${more} more (--json)` : ""}`];
  });
}
