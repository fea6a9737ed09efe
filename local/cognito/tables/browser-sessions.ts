import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** A browser that is signed in to a pool's domain (C32). */
export interface BrowserSession {
  readonly pool: string;
  readonly sub: string;
  /** Version of the pages that it was started on: 1 classic, 2 managed login (C298). */
  readonly pagesVersion: number;
  readonly authTime: number;
  readonly expires: number;
  /** JSON text of the SAML `NameID` and `SessionIndex` of this sign-in; null without a SAML provider. */
  readonly saml: string | null;
}

/** An authorization code that waits to be redeemed (C74). */
export interface AuthorizationCode {
  readonly pool: string;
  readonly client: string;
  readonly sub: string;
  /** JSON text: redirect URI, scope, challenge, nonce, resource, time of sign-in. */
  readonly content: string;
  readonly expires: number;
}

/** What the pages hand out: browser sessions and authorization codes. */
export interface BrowserSessionsTable {
  add(hash: Uint8Array, session: BrowserSession): void;
  find(hash: Uint8Array): BrowserSession | undefined;
  remove(hash: Uint8Array): void;
  addCode(hash: Uint8Array, code: AuthorizationCode): void;
  /** Takes the code out for good: of many redemptions at once exactly one gets it. */
  takeCode(hash: Uint8Array): AuthorizationCode | undefined;
}

/** Prepares the statements on browser sessions and authorization codes. */
export function browserSessionsTable(database: DatabaseSync): BrowserSessionsTable {
  const add = database.prepare(
    `INSERT INTO browser_sessions (hash, pool, sub, pages_version, auth_time, expires, saml)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const find = query<BrowserSession>(
    database,
    `SELECT pool, sub, pages_version AS pagesVersion, auth_time AS authTime, expires, saml
     FROM browser_sessions WHERE hash = ?`,
  );
  const remove = database.prepare("DELETE FROM browser_sessions WHERE hash = ?");
  const addCode = database.prepare(
    `INSERT INTO authorization_codes (hash, pool, client, sub, content, expires)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const takeCode = query<AuthorizationCode>(
    database,
    "DELETE FROM authorization_codes WHERE hash = ? RETURNING pool, client, sub, content, expires",
  );
  return {
    add: (hash, session) =>
      void add.run(
        hash,
        session.pool,
        session.sub,
        session.pagesVersion,
        session.authTime,
        session.expires,
        session.saml,
      ),
    find: (hash) => find.get(hash),
    remove: (hash) => void remove.run(hash),
    addCode: (hash, code) =>
      void addCode.run(hash, code.pool, code.client, code.sub, code.content, code.expires),
    takeCode: (hash) => takeCode.get(hash),
  };
}
