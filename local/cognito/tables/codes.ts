import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** What a code is for; a user has at most one code of each kind (C139). */
export type CodePurpose = "sign-up" | "reset-password" | `verify-${string}`;

/** A code that was sent. */
export interface SentCode {
  readonly pool: string;
  /** The user's `sub`, or a stand-in for a user who does not exist (C151). */
  readonly subject: string;
  readonly purpose: CodePurpose;
  readonly code: string;
  /** Codes that this one took the place of, parted by blanks (C179). */
  readonly superseded: string;
  /** The attribute it went to, which a right answer verifies (C143). */
  readonly attribute: string;
  /** The attribute's value from the right answer on; null for the one that it has already (C274). */
  readonly pending: string | null;
  readonly expires: number;
}

/** Codes, counts of attempts per hour, and password lock-outs. */
export interface CodesTable {
  find(pool: string, subject: string, purpose: CodePurpose): SentCode | undefined;
  /** Replaces an earlier code of the same purpose. */
  save(code: Omit<SentCode, "superseded">): void;
  remove(pool: string, subject: string, purpose: CodePurpose): void;
  /** Removes all that went to the attribute. */
  removeSentTo(pool: string, subject: string, attribute: string): void;
  /** Counts one attempt in the running window and returns how many there were, this one included. */
  countAttempt(attempt: { pool: string; subject: string; kind: string; now: number }): number;
}

const HOUR = 3_600_000;
// Some 140 codes; five can be asked for in an hour (C140).
const LONGEST_MEMORY = 1_000;

/** Prepares the statements on codes and attempts. */
export function codesTable(database: DatabaseSync): CodesTable {
  const find = query<SentCode>(
    database,
    "SELECT * FROM codes WHERE pool = ? AND subject = ? AND purpose = ?",
  );
  const save = database.prepare(
    `INSERT INTO codes (pool, subject, purpose, code, attribute, pending, expires)
     VALUES (:pool, :subject, :purpose, :code, :attribute, :pending, :expires)
     ON CONFLICT DO UPDATE SET
       superseded = substr(code || ' ' || superseded, 1, ${LONGEST_MEMORY}), code = excluded.code,
       attribute = excluded.attribute, pending = excluded.pending, expires = excluded.expires`,
  );
  const remove = database.prepare(
    "DELETE FROM codes WHERE pool = ? AND subject = ? AND purpose = ?",
  );
  const removeSentTo = database.prepare(
    "DELETE FROM codes WHERE pool = ? AND subject = ? AND attribute = ?",
  );
  const count = query<{ readonly count: number }>(
    database,
    `INSERT INTO attempts (pool, subject, kind, started, count) VALUES (?, ?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET
       count = CASE WHEN excluded.started - started BETWEEN 0 AND ${HOUR - 1} THEN count + 1 ELSE 1 END,
       started = CASE WHEN excluded.started - started BETWEEN 0 AND ${HOUR - 1} THEN started
                      ELSE excluded.started END
     RETURNING count`,
  );
  return {
    find: (pool, subject, purpose) => find.get(pool, subject, purpose),
    save: (code) => void save.run({ ...code }),
    remove: (pool, subject, purpose) => void remove.run(pool, subject, purpose),
    removeSentTo: (pool, subject, attribute) => void removeSentTo.run(pool, subject, attribute),
    countAttempt: ({ pool, subject, kind, now }) => count.get(pool, subject, kind, now)?.count ?? 0,
  };
}
