import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { SCHEMA } from "../../../../local/cognito/tables/schema.ts";
import {
  type SearchColumn,
  type UserQuery,
  userSearch,
} from "../../../../local/cognito/tables/user-search.ts";

const INDEXES: Readonly<Record<SearchColumn, string>> = {
  sub: "PRIMARY KEY",
  name_key: "users_by_name",
  status: "users_by_status",
  email: "users_searched_by_email",
  phone_number: "users_searched_by_phone_number",
  name: "users_searched_by_name",
  given_name: "users_searched_by_given_name",
  family_name: "users_searched_by_family_name",
  preferred_username: "users_searched_by_preferred_username",
};

describe("searches for users", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA);
  const asked: string[] = [];
  // Keeps the SQL of every statement, so that SQLite can be asked how it would go about it.
  const search = userSearch(
    new Proxy(database, {
      get: (target, member) =>
        member === "prepare"
          ? (sql: string) => (asked.push(sql), target.prepare(sql))
          : Reflect.get(target, member),
    }),
  );
  after(() => database.close());

  function planOf(query: UserQuery): string {
    const start = asked.length;
    search.list("pool", query, { after: [], limit: 60 });
    search.list("pool", query, { after: ["b", "some-sub"], limit: 60 });
    const plans = asked.slice(start).flatMap((sql) => {
      return database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    });
    return plans.map(({ detail }) => detail).join("\n");
  }

  for (const [column, index] of Object.entries(INDEXES) as [SearchColumn, string][]) {
    for (const kind of ["equal", "prefix"] as const) {
      for (const isExact of [true, false]) {
        it(`C241: ${kind} on ${column}, exact: ${isExact}, reads and orders by an index`, () => {
          const plan = planOf({ kind, column, value: "a", isExact });
          assert.match(plan, new RegExp(`^SEARCH users USING (INDEX )?${index} `));
          assert.doesNotMatch(plan, /SCAN|TEMP B-TREE/);
        });
      }
    }
  }

  it("C241: all users, and those who are disabled, come by an index", () => {
    assert.match(
      planOf({ kind: "all" }),
      /^SEARCH users USING PRIMARY KEY \(pool=\? AND sub>\?\)$/,
    );
    assert.match(
      planOf({ kind: "enabled", isEnabled: false }),
      /^SEARCH users USING INDEX users_by_enabled /,
    );
  });

  it("C240: members of a group come by an index", () => {
    search.inGroup({ pool: "pool", group: "staff", after: "", limit: 60 });
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${asked.at(-1)}`).all();
    const plan = steps.map(({ detail }) => String(detail));
    assert.match(plan[0] ?? "", /^SEARCH memberships USING COVERING INDEX memberships_by_group /);
    assert.match(plan[1] ?? "", /^SEARCH users USING PRIMARY KEY /);
    assert.equal(plan.length, 2);
  });
});
