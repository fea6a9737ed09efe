import { deepEqual, equal } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../../local/cognito/store.ts";
import { SCHEMA } from "../../../local/cognito/tables/schema.ts";

/** Tables that grow with the number of users (F20). */
const GROWING = ["users", "aliases", "memberships", "sessions", "refresh_tokens", "messages"];

interface Planned {
  readonly sql: string;
  readonly steps: readonly string[];
  /** Tables that SQLite would read from end to end. */
  readonly scanned: readonly string[];
}

/** Every statement that the store prepares, with its plan. */
function plannedStatements(): readonly Planned[] {
  const prepare = DatabaseSync.prototype.prepare;
  const statements: string[] = [];
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql: string) {
    if (/^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(sql)) statements.push(sql);
    return prepare.call(this, sql);
  };
  try {
    openStore(":memory:").close();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA);
  return statements.map((sql) => {
    const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    const steps = rows.map(({ detail }) => String(detail));
    return { sql, steps, scanned: steps.flatMap((step) => /^SCAN (\w+)/.exec(step)?.[1] ?? []) };
  });
}

describe("the store's statements", () => {
  it("F20: find what came from the graph without a look at everybody else", () => {
    const seeded = plannedStatements().filter(({ sql }) => /seed IS NOT NULL|seeded = 1/.test(sql));
    deepEqual(seeded.flatMap(({ steps }) => steps).toSorted(), [
      "SEARCH groups USING PRIMARY KEY (pool=?)",
      "SEARCH memberships USING COVERING INDEX memberships_seeded (pool=?)",
      "SEARCH users USING INDEX users_seeded (pool=?)",
    ]);
  });

  it("F20: find what grows with the users by a key, whatever is asked", () => {
    const planned = plannedStatements();
    equal(planned.length > 50, true);
    const scans = planned.flatMap(({ sql, scanned }) =>
      scanned.filter((table) => GROWING.includes(table)).map((table) => `${table}: ${sql}`),
    );
    // The inbox shows every message; the sweep keeps them few.
    deepEqual(
      scans.filter((scan) => !scan.endsWith("FROM messages ORDER BY messages.id")),
      [],
    );
  });
});
