import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** Failed passwords of one user name in a row (C144). */
export interface LockoutRecord {
  readonly failures: number;
  /** Milliseconds. */
  readonly lastFailure: number;
  /** Milliseconds; 0 when not locked. */
  readonly lockedUntil: number;
}

/** Failed password attempts by user. */
export interface LockoutsTable {
  find(pool: string, subject: string): LockoutRecord | undefined;
  save(pool: string, subject: string, record: LockoutRecord): void;
  remove(pool: string, subject: string): void;
}

/** Prepares the statements on lock-outs. */
export function lockoutsTable(database: DatabaseSync): LockoutsTable {
  const find = query<LockoutRecord>(
    database,
    `SELECT failures, last_failure AS lastFailure, locked_until AS lockedUntil
     FROM lockouts WHERE pool = ? AND subject = ?`,
  );
  const save = database.prepare(
    `INSERT OR REPLACE INTO lockouts (pool, subject, failures, last_failure, locked_until)
     VALUES (?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare("DELETE FROM lockouts WHERE pool = ? AND subject = ?");
  return {
    find: (pool, subject) => find.get(pool, subject),
    save: (pool, subject, record) =>
      void save.run(pool, subject, record.failures, record.lastFailure, record.lockedUntil),
    remove: (pool, subject) => void remove.run(pool, subject),
  };
}
