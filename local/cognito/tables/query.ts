import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** A prepared statement that answers with rows. */
export interface Query<Row> {
  get(...parameters: readonly SQLInputValue[]): Row | undefined;
  get(named: Readonly<Record<string, SQLInputValue>>): Row | undefined;
  all(...parameters: readonly SQLInputValue[]): Row[];
  all(named: Readonly<Record<string, SQLInputValue>>): Row[];
  /** One row after another, for more of them than should be held at once. */
  iterate(...parameters: readonly SQLInputValue[]): Iterable<Row>;
}

/**
 * Prepares a statement that answers with rows. Here alone is their type claimed: no compiler reads the SQL, which has
 * to name a column for each member (`AS` where the spelling differs).
 */
export function query<Row>(database: DatabaseSync, sql: string): Query<Row> {
  return database.prepare(sql) as unknown as Query<Row>;
}
