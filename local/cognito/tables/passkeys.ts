import type { JsonWebKey } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** A passkey of a user (C233). */
export interface Passkey {
  readonly pool: string;
  /** The credential's own id, base64url; one user's alone in the pool. */
  readonly id: string;
  readonly sub: string;
  readonly publicKey: JsonWebKey;
  /** What the authenticator last counted; 0 for one that does not count. */
  readonly signCount: number;
  readonly relyingParty: string;
  readonly transports: readonly string[];
  readonly attachment: string | null;
  readonly created: number;
}

/** Passkeys of users. */
export interface PasskeysTable {
  find(pool: string, id: string): Passkey | undefined;
  /** Oldest first. */
  ofUser(pool: string, sub: string): readonly Passkey[];
  /** Throws for an id that the pool has already. */
  add(passkey: Passkey): void;
  /** Keeps the new count, unless another assertion was counted since. False when it was. */
  count(passkey: Passkey, signCount: number): boolean;
  /** Whether there was one. */
  remove(pool: string, sub: string, id: string): boolean;
}

type Row = Omit<Passkey, "publicKey" | "transports"> & {
  readonly publicKey: string;
  readonly transports: string;
};

const SELECT = `SELECT pool, id, sub, public_key AS publicKey, sign_count AS signCount,
  relying_party AS relyingParty, transports, attachment, created FROM passkeys`;

/** Prepares the statements on passkeys. */
export function passkeysTable(database: DatabaseSync): PasskeysTable {
  const find = query<Row>(database, `${SELECT} WHERE pool = ? AND id = ?`);
  const ofUser = query<Row>(database, `${SELECT} WHERE pool = ? AND sub = ? ORDER BY created, id`);
  const add = database.prepare(
    `INSERT INTO passkeys (pool, id, sub, public_key, sign_count, relying_party, transports, attachment, created)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const count = database.prepare(
    "UPDATE passkeys SET sign_count = ? WHERE pool = ? AND id = ? AND sign_count = ?",
  );
  const remove = database.prepare("DELETE FROM passkeys WHERE pool = ? AND sub = ? AND id = ?");
  return {
    find: (pool, id) => {
      const row = find.get(pool, id);
      return row && passkeyOf(row);
    },
    ofUser: (pool, sub) => ofUser.all(pool, sub).map(passkeyOf),
    add: (passkey) =>
      void add.run(
        passkey.pool,
        passkey.id,
        passkey.sub,
        JSON.stringify(passkey.publicKey),
        passkey.signCount,
        passkey.relyingParty,
        JSON.stringify(passkey.transports),
        passkey.attachment,
        passkey.created,
      ),
    count: (passkey, signCount) =>
      count.run(signCount, passkey.pool, passkey.id, passkey.signCount).changes === 1,
    remove: (pool, sub, id) => remove.run(pool, sub, id).changes === 1,
  };
}

function passkeyOf(row: Row): Passkey {
  return {
    ...row,
    publicKey: JSON.parse(row.publicKey) as JsonWebKey,
    transports: JSON.parse(row.transports) as string[],
  };
}
