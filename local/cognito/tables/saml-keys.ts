import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** What a key of SAML is for: requests that the pool signs, or one provider's assertions that only the pool may read. */
export type SamlKeyPurpose = "signing" | `encryption ${string}`;

/** A private key with the certificate that providers are given. */
export interface StoredSamlKey {
  readonly pkcs8: Uint8Array;
  /** X.509, DER. */
  readonly certificate: Uint8Array;
}

/** Keys towards SAML providers; a reset leaves them alone, as certificates are registered elsewhere. */
export interface SamlKeysTable {
  find(pool: string, purpose: SamlKeyPurpose): StoredSamlKey | undefined;
  /** Keeps an existing key of the same purpose: two processes on one file agree on the first one's. */
  add(pool: string, purpose: SamlKeyPurpose, key: StoredSamlKey): void;
}

/** Prepares the statements on keys towards SAML providers. */
export function samlKeysTable(database: DatabaseSync): SamlKeysTable {
  const find = query<StoredSamlKey>(
    database,
    "SELECT pkcs8, certificate FROM saml_keys WHERE pool = ? AND purpose = ?",
  );
  const add = database.prepare(
    "INSERT OR IGNORE INTO saml_keys (pool, purpose, pkcs8, certificate) VALUES (?, ?, ?, ?)",
  );
  return {
    find: (pool, purpose) => find.get(pool, purpose),
    add: (pool, purpose, key) => void add.run(pool, purpose, key.pkcs8, key.certificate),
  };
}
