import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** Which token a key signs (C9). */
export type KeyPurpose = "id" | "access";

/** A pool's private signing key. */
export interface StoredKey {
  readonly purpose: KeyPurpose;
  readonly kid: string;
  readonly pkcs8: Uint8Array;
}

/** What stays of a signing key once another took its place: the public half, to verify what it signed. */
export interface FormerKey {
  readonly kid: string;
  /** DER of its SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** When it signed for the last time: milliseconds since 1970, on the runtime's clock. */
  readonly retired: number;
}

/** Generations of former keys that stay: whoever rotates for ever fills neither key set nor disk. */
const FORMER_GENERATIONS = 4;

/** Signing keys, and one secret for each pool and KMS key; a reset leaves them alone. */
export interface KeysTable {
  /** Whether no pool has a key yet: the first start on this state. */
  isEmpty(): boolean;
  ofPool(pool: string): readonly StoredKey[];
  /** Keeps an existing key of the same purpose: two processes on one file agree on the first one's. */
  add(pool: string, key: StoredKey): void;
  /** The pool's former keys, the latest first. */
  formerOf(pool: string): readonly FormerKey[];
  /** Makes these one generation of former keys in place of all that sign; the oldest generation goes. */
  retire(pool: string, keys: readonly FormerKey[]): void;
  /**
   * 32 random bytes of this pool or KMS key, made on first use. For values that must be stable but not guessable.
   * @param owner id of the pool, or ARN of the key
   */
  secret(owner: string): KeyObject;
  /** The same key; undefined where nobody has asked for them yet. */
  findSecret(owner: string): KeyObject | undefined;
}

/** What is read to verify tokens, and to sign. */
export type StoredKeys = Pick<KeysTable, "ofPool" | "formerOf">;

/** Prepares the statements on keys. */
export function keysTable(database: DatabaseSync): KeysTable {
  const ofPool = query<StoredKey>(
    database,
    "SELECT purpose, kid, pkcs8 FROM signing_keys WHERE pool = ?",
  );
  const any = database.prepare("SELECT 1 FROM signing_keys LIMIT 1");
  const add = database.prepare(
    "INSERT OR IGNORE INTO signing_keys (pool, purpose, kid, pkcs8) VALUES (?, ?, ?, ?)",
  );
  const retirement = retirementOn(database);
  const addSecret = database.prepare("INSERT OR IGNORE INTO pool_secrets VALUES (?, ?)");
  const secret = query<{ readonly secret: Uint8Array }>(
    database,
    "SELECT secret FROM pool_secrets WHERE pool = ?",
  );
  const known = new Map<string, KeyObject>();
  const findSecret = (owner: string): KeyObject | undefined => {
    const cached = known.get(owner);
    if (cached) return cached;
    const bytes = secret.get(owner)?.secret;
    const key = bytes && createSecretKey(bytes);
    if (key) known.set(owner, key);
    return key;
  };
  return {
    isEmpty: () => any.get() === undefined,
    ofPool: (pool) => ofPool.all(pool),
    add: (pool, key) => void add.run(pool, key.purpose, key.kid, key.pkcs8),
    ...retirement,
    secret: (owner) => {
      const found = findSecret(owner);
      if (found) return found;
      addSecret.run(owner, randomBytes(32));
      return findSecret(owner) as KeyObject;
    },
    findSecret,
  };
}

function retirementOn(database: DatabaseSync): Pick<KeysTable, "formerOf" | "retire"> {
  const formerOf = query<FormerKey>(
    database,
    "SELECT kid, spki, retired FROM former_keys WHERE pool = ? ORDER BY generation DESC",
  );
  // Counted, not told by time: the clock can be set back.
  const latest = query<{ readonly latest: number }>(
    database,
    "SELECT coalesce(max(generation), 0) AS latest FROM former_keys WHERE pool = ?",
  );
  const add = database.prepare(
    "INSERT INTO former_keys (pool, generation, kid, spki, retired) VALUES (?, ?, ?, ?, ?)",
  );
  const forgetPrivate = database.prepare("DELETE FROM signing_keys WHERE pool = ?");
  const forget = database.prepare("DELETE FROM former_keys WHERE pool = ? AND generation <= ?");
  return {
    formerOf: (pool) => formerOf.all(pool),
    retire: (pool, keys) => {
      const generation = (latest.get(pool)?.latest ?? 0) + 1;
      for (const { kid, spki, retired } of keys) add.run(pool, generation, kid, spki, retired);
      forgetPrivate.run(pool);
      forget.run(pool, generation - FORMER_GENERATIONS);
    },
  };
}
