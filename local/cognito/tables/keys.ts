import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** Which token a key signs (C9). */
export type KeyPurpose = "id" | "access";

/** A pool's private signing key. */
export interface StoredKey {
  readonly purpose: KeyPurpose;
  readonly kid: string;
  readonly pkcs8: Uint8Array;
}

/** Signing keys and one secret per pool; a reset leaves them alone. */
export interface KeysTable {
  /** Whether no pool has a key yet: the first start on this state. */
  isEmpty(): boolean;
  ofPool(pool: string): readonly StoredKey[];
  /** Keeps an existing key of the same purpose: two processes on one file agree on the first one's. */
  add(pool: string, key: StoredKey): void;
  /** 32 random bytes of this pool, made on first use. For values that must be stable but not guessable. */
  secret(pool: string): Uint8Array;
}

/** Prepares the statements on keys. */
export function keysTable(database: DatabaseSync): KeysTable {
  const ofPool = database.prepare("SELECT purpose, kid, pkcs8 FROM signing_keys WHERE pool = ?");
  const any = database.prepare("SELECT 1 FROM signing_keys LIMIT 1");
  const add = database.prepare(
    "INSERT OR IGNORE INTO signing_keys (pool, purpose, kid, pkcs8) VALUES (?, ?, ?, ?)",
  );
  const addSecret = database.prepare("INSERT OR IGNORE INTO pool_secrets VALUES (?, ?)");
  const secret = database.prepare("SELECT secret FROM pool_secrets WHERE pool = ?");
  const known = new Map<string, Uint8Array>();
  return {
    isEmpty: () => any.get() === undefined,
    ofPool: (pool) => ofPool.all(pool) as unknown as StoredKey[],
    add: (pool, key) => void add.run(pool, key.purpose, key.kid, key.pkcs8),
    secret: (pool) => {
      const cached = known.get(pool);
      if (cached) return cached;
      addSecret.run(pool, randomBytes(32));
      const bytes = secret.get(pool)?.["secret"] as Uint8Array;
      known.set(pool, bytes);
      return bytes;
    },
  };
}
