import type { DatabaseSync } from "node:sqlite";
import type { PasswordRecord } from "./users.ts";
import { query } from "./query.ts";

/** Passwords that users had before (C263). */
export interface PasswordHistoryTable {
  /** So many of a user's earlier passwords, the last one first. */
  latest(pool: string, sub: string, count: number): readonly PasswordRecord[];
  /** Keeps a password that is replaced, and of the earlier ones as many as a policy can ask for. */
  add(replaced: {
    readonly pool: string;
    readonly sub: string;
    readonly password: PasswordRecord;
  }): void;
}

/** The longest history (C263). */
const LONGEST = 24;

/** Prepares the statements on earlier passwords. */
export function passwordHistoryTable(database: DatabaseSync): PasswordHistoryTable {
  const latest = query<PasswordRecord>(
    database,
    `SELECT salt, verifier FROM password_history WHERE pool = ? AND sub = ?
     ORDER BY number DESC LIMIT ?`,
  );
  const add = database.prepare(
    `INSERT INTO password_history (pool, sub, number, salt, verifier)
     SELECT :pool, :sub, coalesce(max(number), 0) + 1, :salt, :verifier
     FROM password_history WHERE pool = :pool AND sub = :sub`,
  );
  const forget = database.prepare(
    `DELETE FROM password_history WHERE pool = :pool AND sub = :sub AND number <=
       (SELECT max(number) FROM password_history WHERE pool = :pool AND sub = :sub) - ${LONGEST}`,
  );
  return {
    latest: (pool, sub, count) => latest.all(pool, sub, count),
    add: ({ pool, sub, password: { salt, verifier } }) => {
      add.run({ pool, sub, salt, verifier });
      forget.run({ pool, sub });
    },
  };
}
