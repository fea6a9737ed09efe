import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** Where a user stands (C146). */
export type UserStatus =
  "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED" | "EXTERNAL_PROVIDER";

/** Attribute values by name; always texts, as the service stores them (C156). `sub` is not among them. */
export type Attributes = { readonly [name: string]: string };

/** A password as the store knows it: never the password, only what SRP needs to check it (C377). */
export interface PasswordRecord {
  /** 16 random bytes as hex. */
  readonly salt: string;
  /** g^x mod N, 384 bytes. */
  readonly verifier: Uint8Array;
}

/** A user of a pool. */
export interface User {
  readonly pool: string;
  readonly sub: string;
  /** The internal user name: the `sub` itself where people sign in by e-mail or phone (C17). */
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Null for a user who has no password. */
  readonly password: PasswordRecord | null;
  /** When a temporary password stops working (C148), milliseconds; null for a permanent one. */
  readonly passwordExpires: number | null;
  readonly attributes: Attributes;
  readonly created: number;
  readonly modified: number;
  /** What the graph last wrote here, null for a user who was made at run time. */
  readonly seed: string | null;
}

/** A value that is one user's alone. */
export interface Alias {
  readonly pool: string;
  readonly attribute: string;
  readonly value: string;
  readonly sub: string;
  /** Whether it leads to the user. One that does not is merely kept from others (C250). */
  readonly isName: boolean;
}

/** The other names that users are known by. */
export interface AliasesTable {
  /** Whom the value leads to, whatever the attribute. */
  byAlias(pool: string, value: string): User | undefined;
  /** Whose value of the attribute it is, whether or not it leads to them. */
  aliasOwner(pool: string, attribute: string, value: string): string | undefined;
  /** Adds a value that nobody has; throws when somebody does. */
  setAlias(alias: Alias): void;
  removeAlias(pool: string, attribute: string, sub: string): void;
}

/** Users, and what leads to them. */
export interface UsersTable extends AliasesTable {
  bySub(pool: string, sub: string): User | undefined;
  /** By user name, folded as the pool folds names. */
  byName(pool: string, nameKey: string): User | undefined;
  add(user: User, nameKey: string): void;
  /** Writes all that can change about a user. */
  save(user: User): void;
  remove(pool: string, sub: string): void;
  /** Users that came from the graph. */
  seeded(pool: string): readonly User[];
  /** Every user in turn, by `sub`; however many there are, one is read at a time. */
  each(pool: string): Iterable<User>;
}

const INSERT = `INSERT INTO users
  (pool, sub, username, name_key, status, enabled, salt, verifier, password_expires, attributes, created, modified, seed)
  VALUES (:pool, :sub, :username, :nameKey, :status, :enabled, :salt, :verifier, :passwordExpires, :attributes,
    :created, :modified, :seed)`;

const UPDATE = `UPDATE users SET status = :status, enabled = :enabled, salt = :salt, verifier = :verifier,
  password_expires = :passwordExpires, attributes = :attributes, modified = :modified, seed = :seed
  WHERE pool = :pool AND sub = :sub`;

/** Prepares the statements on users and aliases. */
export function usersTable(database: DatabaseSync): UsersTable {
  const bySub = query<UserRow>(database, "SELECT * FROM users WHERE pool = ? AND sub = ?");
  const byName = query<UserRow>(database, "SELECT * FROM users WHERE pool = ? AND name_key = ?");
  const add = database.prepare(INSERT);
  const save = database.prepare(UPDATE);
  const removals = [
    "DELETE FROM users WHERE pool = ? AND sub = ?",
    "DELETE FROM aliases WHERE pool = ? AND sub = ?",
    "DELETE FROM second_factors WHERE pool = ? AND sub = ?",
    "DELETE FROM password_history WHERE pool = ? AND sub = ?",
    "DELETE FROM memberships WHERE pool = ? AND sub = ?",
    "DELETE FROM sessions WHERE pool = ? AND sub = ?",
    "DELETE FROM browser_sessions WHERE pool = ? AND sub = ?",
    "DELETE FROM codes WHERE pool = ? AND subject = ?",
    "DELETE FROM passkeys WHERE pool = ? AND sub = ?",
    "DELETE FROM devices WHERE pool = ? AND sub = ?",
    "DELETE FROM federated_identities WHERE pool = ? AND sub = ?",
  ].map((sql) => database.prepare(sql));
  // By name: left alone SQLite takes the primary key, and a start would look at every user of the pool (F20).
  const seeded = query<UserRow>(
    database,
    "SELECT * FROM users INDEXED BY users_seeded WHERE pool = ? AND seed IS NOT NULL",
  );
  const each = query<UserRow>(database, "SELECT * FROM users WHERE pool = ? ORDER BY sub");

  return {
    ...aliasesTable(database),
    bySub: (pool, sub) => userOf(bySub.get(pool, sub)),
    byName: (pool, nameKey) => userOf(byName.get(pool, nameKey)),
    add: (user, nameKey) => {
      const { username, created } = user;
      add.run({ ...changeable(user), nameKey, username, created });
    },
    save: (user) => void save.run(changeable(user)),
    remove: (pool, sub) => removals.forEach((statement) => statement.run(pool, sub)),
    seeded: (pool) => seeded.all(pool).flatMap((row) => userOf(row) ?? []),
    *each(pool) {
      for (const row of each.iterate(pool)) {
        const user = userOf(row);
        if (user) yield user;
      }
    },
  };
}

// Marks the attribute of a value that does not lead to its user.
const HELD = "held:";

function aliasesTable(database: DatabaseSync): AliasesTable {
  const byAlias = query<UserRow>(
    database,
    `SELECT users.* FROM aliases JOIN users USING (pool, sub)
     WHERE aliases.pool = ? AND value = ? AND attribute NOT LIKE '${HELD}%' LIMIT 1`,
  );
  const aliasOwner = query<{ readonly sub: string }>(
    database,
    `SELECT sub FROM aliases WHERE pool = ? AND value = ? AND attribute IN (?, '${HELD}' || ?)`,
  );
  // Plain: a value that is someone's already is never quietly someone else's.
  const setAlias = database.prepare(
    "INSERT INTO aliases (pool, value, attribute, sub) VALUES (?, ?, ?, ?)",
  );
  const removeAlias = database.prepare(
    `DELETE FROM aliases WHERE pool = ? AND sub = ? AND attribute IN (?, '${HELD}' || ?)`,
  );
  return {
    byAlias: (pool, value) => userOf(byAlias.get(pool, value)),
    aliasOwner: (pool, attribute, value) => aliasOwner.get(pool, value, attribute, attribute)?.sub,
    setAlias: ({ pool, attribute, value, sub, isName }) =>
      void setAlias.run(pool, value, isName ? attribute : HELD + attribute, sub),
    removeAlias: (pool, attribute, sub) => void removeAlias.run(pool, sub, attribute, attribute),
  };
}

/** Which user, and all that can change about one. */
function changeable(user: User) {
  return {
    pool: user.pool,
    sub: user.sub,
    status: user.status,
    enabled: Number(user.enabled),
    salt: user.password?.salt ?? null,
    verifier: user.password?.verifier ?? null,
    passwordExpires: user.passwordExpires,
    attributes: JSON.stringify(user.attributes),
    modified: user.modified,
    seed: user.seed,
  };
}

/** A row of `users`. */
export interface UserRow {
  readonly pool: string;
  readonly sub: string;
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: number;
  /** Null together with `verifier`. */
  readonly salt: string | null;
  readonly verifier: Uint8Array | null;
  readonly password_expires: number | null;
  /** JSON text. */
  readonly attributes: string;
  readonly created: number;
  readonly modified: number;
  readonly seed: string | null;
}

/** A row as a user. */
export function userOf(row: UserRow | undefined): User | undefined {
  if (!row) return undefined;
  const { pool, sub, username, status, salt, verifier, created, modified, seed } = row;
  return {
    pool,
    sub,
    username,
    status,
    enabled: row.enabled === 1,
    password: salt === null || verifier === null ? null : { salt, verifier },
    passwordExpires: row.password_expires,
    attributes: JSON.parse(row.attributes) as Attributes,
    created,
    modified,
    seed,
  };
}
