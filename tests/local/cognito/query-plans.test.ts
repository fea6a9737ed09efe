import { deepEqual, equal } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../../local/cognito/store.ts";
import { SCHEMA } from "../../../local/cognito/tables/schema.ts";

/** Tables that grow with the number of users (F20). */
const GROWING = ["users", "aliases", "memberships", "sessions", "refresh_tokens", "messages"];

interface Planned {
  readonly sql: string;
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
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    return {
      sql,
      scanned: steps.flatMap(({ detail }) => /^SCAN (\w+)/.exec(String(detail))?.[1] ?? []),
    };
  });
}

describe("the store's statements", () => {
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
