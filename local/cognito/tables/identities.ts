import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** An identity of an identity pool. Times in milliseconds. */
export interface Identity {
  /** `REGION:UUID` */
  readonly id: string;
  readonly pool: string;
  /** Nobody has ever signed in as it. */
  readonly isGuest: boolean;
  readonly created: number;
  readonly modified: number;
}

/** A user of an identity provider. */
export interface Login {
  /** For instance `cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123`. */
  readonly provider: string;
  /** The provider's name for the user: `sub`. */
  readonly subject: string;
}

type IdentityRow = Omit<Identity, "isGuest"> & { readonly isGuest: number };

/** Identities and the logins that lead to them. */
export interface IdentitiesTable {
  byId(id: string): Identity | undefined;
  /** The one identity of this login in the pool (C323). */
  ownerOf(pool: string, login: Login): string | undefined;
  loginsOf(id: string): readonly Login[];
  add(identity: Identity): void;
  /** From now on the login leads to the identity, which is a guest no longer. */
  link(identity: Identity, login: Login, now: number): void;
  unlink(identity: Identity, provider: string, now: number): void;
}

/** Prepares the statements on identities. */
export function identitiesTable(database: DatabaseSync): IdentitiesTable {
  const byId = query<IdentityRow>(
    database,
    "SELECT id, pool, is_guest AS isGuest, created, modified FROM identities WHERE id = ?",
  );
  const owner = query<{ readonly identity: string }>(
    database,
    "SELECT identity FROM identity_logins WHERE pool = ? AND provider = ? AND subject = ?",
  );
  const logins = query<Login>(
    database,
    "SELECT provider, subject FROM identity_logins WHERE identity = ? ORDER BY provider",
  );
  const add = database.prepare(
    "INSERT INTO identities (id, pool, is_guest, created, modified) VALUES (?, ?, ?, ?, ?)",
  );
  const touch = database.prepare("UPDATE identities SET is_guest = 0, modified = ? WHERE id = ?");
  const link = database.prepare(
    "INSERT INTO identity_logins (pool, provider, subject, identity) VALUES (?, ?, ?, ?)",
  );
  const unlink = database.prepare(
    "DELETE FROM identity_logins WHERE identity = ? AND provider = ?",
  );
  return {
    byId: (id) => {
      const row = byId.get(id);
      return row && { ...row, isGuest: row.isGuest === 1 };
    },
    ownerOf: (pool, { provider, subject }) => owner.get(pool, provider, subject)?.identity,
    loginsOf: (id) => logins.all(id),
    add: ({ id, pool, isGuest, created, modified }) =>
      void add.run(id, pool, Number(isGuest), created, modified),
    link: ({ id, pool }, { provider, subject }, now) => {
      link.run(pool, provider, subject, id);
      touch.run(now, id);
    },
    unlink: ({ id }, provider, now) => {
      unlink.run(id, provider);
      touch.run(now, id);
    },
  };
}
