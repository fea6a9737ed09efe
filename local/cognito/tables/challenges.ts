import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** A step of a sign-in that waits for its answer. The store knows the hash of its handle only. */
export interface Challenge {
  readonly pool: string;
  readonly client: string;
  readonly kind: string;
  /** The user's `sub`, or a stand-in for a user who does not exist. */
  readonly subject: string;
  /** JSON text, its shape is the kind's own. */
  readonly content: string;
  readonly expires: number;
}

/** A challenge that was taken: `used` is 1 the first time (C188). */
export type TakenChallenge = Challenge & { readonly used: number };

/** Pending challenges of sign-ins, and what the pages remember between two forms. */
export interface ChallengesTable {
  add(hash: Uint8Array, challenge: Challenge): void;
  /** Takes the challenge and counts the use in the same statement, so that two answers cannot both be first. */
  take(hash: Uint8Array): TakenChallenge | undefined;
  /** Uses up whatever tries are left. */
  close(hash: Uint8Array): void;
  /** Looks without using it up. */
  peek(hash: Uint8Array): TakenChallenge | undefined;
  remove(hash: Uint8Array): void;
}

// More than any challenge may be tried.
const CLOSED = 1_000;

/** Prepares the statements on challenges. */
export function challengesTable(database: DatabaseSync): ChallengesTable {
  const add = database.prepare(
    `INSERT INTO challenges (hash, pool, client, kind, subject, content, expires, used)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
  );
  const take = query<TakenChallenge>(
    database,
    `UPDATE challenges SET used = used + 1 WHERE hash = ?
     RETURNING pool, client, kind, subject, content, expires, used`,
  );
  const close = database.prepare(`UPDATE challenges SET used = used + ${CLOSED} WHERE hash = ?`);
  const peek = query<TakenChallenge>(database, "SELECT * FROM challenges WHERE hash = ?");
  const remove = database.prepare("DELETE FROM challenges WHERE hash = ?");
  return {
    add: (hash, challenge) =>
      void add.run(
        hash,
        challenge.pool,
        challenge.client,
        challenge.kind,
        challenge.subject,
        challenge.content,
        challenge.expires,
      ),
    take: (hash) => take.get(hash),
    close: (hash) => void close.run(hash),
    peek: (hash) => peek.get(hash),
    remove: (hash) => void remove.run(hash),
  };
}
