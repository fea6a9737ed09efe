import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** A group of a pool (C287). */
export interface Group {
  readonly pool: string;
  readonly name: string;
  readonly description: string | null;
  /** Lowest wins, null last. */
  readonly precedence: number | null;
  readonly role: string | null;
  readonly created: number;
  readonly modified: number;
}

/** Groups and who is in them. `seeded` marks what came from the graph. */
export interface GroupsTable {
  byName(pool: string, name: string): Group | undefined;
  /** The user's groups, best precedence first, then by name. */
  ofUser(pool: string, sub: string): readonly Group[];
  /** So many groups in order of name, after this name. */
  list(pool: string, after: string, limit: number): readonly Group[];
  count(pool: string): number;
  /** Adds or changes a group; `seeded` unless left out, when it stays as it was. */
  save(group: Group, seeded?: boolean): void;
  remove(pool: string, name: string): void;
  addMember(membership: { pool: string; sub: string; group: string; seeded: boolean }): void;
  removeMember(pool: string, sub: string, group: string): void;
  seededGroups(pool: string): readonly string[];
  seededMembers(pool: string): readonly { readonly sub: string; readonly group: string }[];
}

const COLUMNS = "groups.pool, name, description, precedence, role, created, modified";

/** Prepares the statements on groups and memberships. */
export function groupsTable(database: DatabaseSync): GroupsTable {
  const byName = query<Group>(
    database,
    `SELECT ${COLUMNS} FROM groups WHERE pool = ? AND name = ?`,
  );
  const ofUser = query<Group>(
    database,
    `SELECT ${COLUMNS} FROM memberships
       JOIN groups ON groups.pool = memberships.pool AND groups.name = memberships.group_name
     WHERE memberships.pool = ? AND sub = ? ORDER BY precedence IS NULL, precedence, name`,
  );
  const save = database.prepare(
    `INSERT INTO groups (pool, name, description, precedence, role, created, modified, seeded)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET description = excluded.description, precedence = excluded.precedence,
       role = excluded.role, modified = excluded.modified, seeded = max(seeded, excluded.seeded)`,
  );
  const list = query<Group>(
    database,
    `SELECT ${COLUMNS} FROM groups WHERE pool = ? AND name > ? ORDER BY name LIMIT ?`,
  );
  const count = query<{ readonly count: number }>(
    database,
    "SELECT count(*) AS count FROM groups WHERE pool = ?",
  );
  const removals = [
    "DELETE FROM groups WHERE pool = ? AND name = ?",
    "DELETE FROM memberships WHERE pool = ? AND group_name = ?",
  ].map((sql) => database.prepare(sql));
  const addMember = database.prepare(
    `INSERT INTO memberships (pool, sub, group_name, seeded) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seeded = max(seeded, excluded.seeded)`,
  );
  const removeMember = database.prepare(
    "DELETE FROM memberships WHERE pool = ? AND sub = ? AND group_name = ?",
  );
  const seededGroups = query<{ readonly name: string }>(
    database,
    "SELECT name FROM groups WHERE pool = ? AND seeded = 1",
  );
  const seededMembers = query<{ readonly sub: string; readonly group: string }>(
    database,
    `SELECT sub, group_name AS "group" FROM memberships INDEXED BY memberships_seeded
       WHERE pool = ? AND seeded = 1`,
  );

  return {
    byName: (pool, name) => byName.get(pool, name),
    ofUser: (pool, sub) => ofUser.all(pool, sub),
    list: (pool, after, limit) => list.all(pool, after, limit),
    count: (pool) => count.get(pool)?.count ?? 0,
    save: (group, seeded = false) =>
      void save.run(
        group.pool,
        group.name,
        group.description,
        group.precedence,
        group.role,
        group.created,
        group.modified,
        Number(seeded),
      ),
    remove: (pool, name) => removals.forEach((statement) => statement.run(pool, name)),
    addMember: ({ pool, sub, group, seeded }) =>
      void addMember.run(pool, sub, group, Number(seeded)),
    removeMember: (pool, sub, group) => void removeMember.run(pool, sub, group),
    seededGroups: (pool) => seededGroups.all(pool).map(({ name }) => name),
    seededMembers: (pool) => seededMembers.all(pool),
  };
}
