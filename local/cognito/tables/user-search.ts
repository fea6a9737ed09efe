import type { DatabaseSync } from "node:sqlite";
import { type Query, query } from "./query.ts";
import { attributeColumn, type SEARCHED_ATTRIBUTES } from "./schema.ts";
import { type User, userOf, type UserRow } from "./users.ts";

/** What users can be searched by: a column, or one of the searched attributes. */
export type SearchColumn = "sub" | "name_key" | "status" | (typeof SEARCHED_ATTRIBUTES)[number];

/** Which users are looked for. */
export type UserQuery =
  | { readonly kind: "all" }
  /** Null: nobody. */
  | { readonly kind: "enabled"; readonly isEnabled: boolean | null }
  | {
      readonly kind: "equal" | "prefix";
      readonly column: SearchColumn;
      readonly value: string;
      /** Whether the case of ASCII letters counts. */
      readonly isExact: boolean;
    };

/** Where a page starts, and its size: `after` holds the value and the `sub` of the user before it. */
export interface Slice {
  readonly after: readonly string[];
  readonly limit: number;
}

/** Lists of users, each read from an index from where the page before ended (C241). */
export interface UserSearch {
  list(pool: string, query: UserQuery, slice: Slice): readonly User[];
  count(pool: string): number;
  /** Members of a group, in order of `sub`. */
  inGroup(members: {
    readonly pool: string;
    readonly group: string;
    readonly after: string;
    readonly limit: number;
  }): readonly User[];
}

// Above every text that starts with the one before it.
const LAST = "\u{10FFFF}";

/** Prepares the statements that list users; each when it is first needed. */
export function userSearch(database: DatabaseSync): UserSearch {
  const count = query<{ readonly count: number }>(
    database,
    "SELECT count(*) AS count FROM users WHERE pool = ?",
  );
  const statements = new Map<string, Query<UserRow>>();
  const prepared = (sql: string): Query<UserRow> => {
    const known = statements.get(sql) ?? query<UserRow>(database, sql);
    statements.set(sql, known);
    return known;
  };
  const all = (sql: string, values: Record<string, string | number>): readonly User[] =>
    prepared(sql)
      .all(values)
      .flatMap((row) => userOf(row) ?? []);
  /** People of one value, or of all that start with it: first who else has the value that the page before ended at. */
  const searched = (
    query: ColumnQuery,
    { pool, key, sub, limit }: { pool: string; key: string; sub: string; limit: number },
  ): readonly User[] => {
    const { kind, value } = query;
    const read = (range: Range, values: Record<string, string>, count: number) =>
      all(rangeSql(query, range), { pool, limit: count, ...exactly(query), ...values });
    if (kind === "equal") return read(SAME, { value, sub }, limit);
    const end = value + LAST;
    if (key === "") return read(FROM, { value, end }, limit);
    const ties = read(SAME, { value: key, sub }, limit);
    const left = limit - ties.length;
    return left === 0 ? ties : [...ties, ...read(BEYOND, { value: key, end }, left)];
  };
  return {
    list: (pool, query, { after: [key = "", sub = ""], limit }) => {
      const page = { pool, sub, limit };
      if (query.kind === "all") return all(BY_SUB, page);
      if (query.kind === "enabled") {
        if (query.isEnabled === null) return [];
        return all(BY_ENABLED, { ...page, enabled: Number(query.isEnabled) });
      }
      return searched(query, { pool, key, sub, limit });
    },
    count: (pool) => count.get(pool)?.count ?? 0,
    inGroup: ({ pool, group, after, limit }) => all(IN_GROUP, { pool, group, sub: after, limit }),
  };
}

const BY_SUB = "SELECT * FROM users WHERE pool = :pool AND sub > :sub ORDER BY sub LIMIT :limit";

// Without statistics SQLite would rather walk the whole pool in order of `sub`.
const BY_ENABLED = `SELECT * FROM users INDEXED BY users_by_enabled WHERE pool = :pool AND enabled = :enabled AND sub > :sub
  ORDER BY sub LIMIT :limit`;

const IN_GROUP = `SELECT users.* FROM memberships JOIN users USING (pool, sub)
  WHERE memberships.pool = :pool AND group_name = :group AND memberships.sub > :sub
  ORDER BY memberships.sub LIMIT :limit`;

type ColumnQuery = Extract<UserQuery, { column: unknown }>;

/** A stretch of an index, in terms of VALUE, which stands for the column as its index has it. */
interface Range {
  readonly where: string;
  readonly order: string;
}

const SAME: Range = { where: "VALUE = :value AND sub > :sub", order: "sub" };
const FROM: Range = { where: "VALUE >= :value AND VALUE < :end", order: "VALUE, sub" };
const BEYOND: Range = { where: "VALUE > :value AND VALUE < :end", order: "VALUE, sub" };

function rangeSql({ column, isExact }: ColumnQuery, { where, order }: Range): string {
  const { expression, collation, index } = indexed(column);
  const filter = isExact ? `AND substr(${expression}, 1, :length) = :start` : "";
  const sql = `SELECT * FROM users ${index} WHERE pool = :pool AND ${where} ${filter}
    ORDER BY ${order} LIMIT :limit`;
  return sql.replaceAll("VALUE", `${expression} COLLATE ${collation}`);
}

/** Values of the filter on the case of letters, which the index does not know. */
function exactly({ value, isExact }: ColumnQuery): Record<string, string | number> {
  return isExact ? { start: value, length: [...value].length } : {};
}

/** The column as its index has it. */
interface Indexed {
  readonly expression: string;
  readonly collation: "BINARY" | "NOCASE";
  readonly index: string;
}

function indexed(column: SearchColumn): Indexed {
  if (column === "sub") return { expression: column, collation: "BINARY", index: "" };
  if (column === "name_key") {
    return { expression: column, collation: "BINARY", index: "INDEXED BY users_by_name" };
  }
  if (column === "status") {
    return { expression: column, collation: "NOCASE", index: "INDEXED BY users_by_status" };
  }
  const index = `INDEXED BY users_searched_by_${column}`;
  return { expression: attributeColumn(column), collation: "NOCASE", index };
}
