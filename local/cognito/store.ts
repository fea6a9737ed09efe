import { closeSync, existsSync, fchmodSync, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { browserSessionsTable, type BrowserSessionsTable } from "./tables/browser-sessions.ts";
import { challengesTable, type ChallengesTable } from "./tables/challenges.ts";
import { codesTable, type CodesTable } from "./tables/codes.ts";
import { devicesTable, type DevicesTable } from "./tables/devices.ts";
import {
  federatedIdentitiesTable,
  type FederatedIdentitiesTable,
} from "./tables/federated-identities.ts";
import { groupsTable, type GroupsTable } from "./tables/groups.ts";
import { identitiesTable, type IdentitiesTable } from "./tables/identities.ts";
import {
  identityProvidersTable,
  type IdentityProvidersTable,
} from "./tables/identity-providers.ts";
import { keysTable, type KeysTable, type StoredKeys } from "./tables/keys.ts";
import { lockoutsTable, type LockoutsTable } from "./tables/lockouts.ts";
import { messagesTable, type Message, type MessagesTable } from "./tables/messages.ts";
import { passkeysTable, type PasskeysTable } from "./tables/passkeys.ts";
import { ForeignFile, unusable } from "./store-errors.ts";
import { APPLICATION_ID, RESET_TABLES, SCHEMA, SCHEMA_VERSION } from "./tables/schema.ts";
import { passwordHistoryTable, type PasswordHistoryTable } from "./tables/password-history.ts";
import { resourcesTable, type ResourcesTable } from "./tables/resources.ts";
import { samlKeysTable, type SamlKeysTable } from "./tables/saml-keys.ts";
import { secondFactorsTable, type SecondFactorsTable } from "./tables/second-factors.ts";
import { sessionsTable, type SessionsTable } from "./tables/sessions.ts";
import { createSweep } from "./tables/sweep.ts";
import { userSearch, type UserSearch } from "./tables/user-search.ts";
import { usersTable, type UsersTable } from "./tables/users.ts";

/** All that user pools and identity pools remember. One file, or memory; a write that returned survives `kill -9`. */
export interface Store {
  readonly users: UsersTable;
  readonly userSearch: UserSearch;
  readonly passwordHistory: PasswordHistoryTable;
  readonly secondFactors: SecondFactorsTable;
  readonly groups: GroupsTable;
  readonly codes: CodesTable;
  readonly lockouts: LockoutsTable;
  readonly challenges: ChallengesTable;
  readonly sessions: SessionsTable;
  readonly browser: BrowserSessionsTable;
  readonly passkeys: PasskeysTable;
  readonly devices: DevicesTable;
  readonly outbox: MessagesTable;
  readonly identities: IdentitiesTable;
  readonly providers: IdentityProvidersTable;
  readonly resources: ResourcesTable;
  readonly federated: FederatedIdentitiesTable;
  readonly keys: KeysTable;
  readonly samlKeys: SamlKeysTable;
  /** Counts resets, so that whoever put something here knows to put it here again. */
  readonly generation: number;
  /** All or nothing; may be nested. */
  transaction<Result>(work: () => Result): Result;
  /** Messages sent so far, oldest first. */
  messages(to?: string): readonly Message[];
  /** Deletes what expired long ago, at most once a minute. */
  sweep(now: number): void;
  /** Forgets everything about a user pool; its keys stay. */
  forgetPool(pool: string): void;
  /** Forgets users, groups, sessions and messages; keys stay. */
  reset(): void;
  close(): void;
}

/** The one file of a state directory that holds everything. */
export const STATE_FILE = "state.sqlite";

/**
 * Opens the store.
 * @param location directory, made if need be and readable by its owner only, or `":memory:"`
 * @throws when the file there is not ours, of another version, or damaged; it is never emptied
 */
export function openStore(location: string): Store {
  if (location === ":memory:") return storeOn(prepared(new DatabaseSync(":memory:"), true));
  const path = join(location, STATE_FILE);
  let isNew: boolean;
  try {
    mkdirSync(location, { recursive: true, mode: 0o700 });
    isNew = claim(path);
  } catch (cause) {
    throw unusable(path, "cannot be opened", cause);
  }
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 5_000 });
    return storeOn(prepared(database, isNew));
  } catch (cause) {
    database?.close();
    throw unusable(path, cause instanceof ForeignFile ? cause.message : "is damaged", cause);
  }
}

/**
 * Reads the signing keys of a state directory, also beside a runtime that uses it: nothing is written or locked.
 * @param location as for {@link openStore}; there are no keys in a directory without a state file
 * @throws StoreError when the file there is not ours, of another version, or damaged
 */
export function readKeys(location: string): StoredKeys {
  const path = join(location, STATE_FILE);
  if (location === ":memory:" || !existsSync(path)) return { ofPool: () => [], formerOf: () => [] };
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    inspect(database);
    return keysTable(database);
  } catch (cause) {
    database?.close();
    throw unusable(path, cause instanceof ForeignFile ? cause.message : "cannot be read", cause);
  }
}

// Above this size a look at every page would be felt at start; SQLite then finds damage when it meets it.
const FULL_CHECK_BYTES = 8 * 1024 * 1024;

/** Makes the file with its owner's rights only (SQLite gives its companion files the same). True when it holds nothing. */
function claim(path: string): boolean {
  const file = openSync(path, "a", 0o600);
  fchmodSync(file, 0o600);
  closeSync(file);
  return statSync(path).size === 0;
}

function prepared(database: DatabaseSync, isNew: boolean): DatabaseSync {
  // A process that ended between the two steps below leaves a database without a table: as good as new.
  const isEmpty = isNew || number(database, "SELECT count(*) FROM sqlite_schema") === 0;
  if (!isEmpty) inspect(database);
  // WAL with NORMAL: a commit survives the process, at a fiftieth of the price of a full sync (T19).
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
  );
  if (isEmpty) create(database);
  return database;
}

function create(database: DatabaseSync): void {
  database.exec(
    `BEGIN EXCLUSIVE; ${SCHEMA}
     PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`,
  );
}

function inspect(database: DatabaseSync): void {
  if (number(database, "PRAGMA application_id") !== APPLICATION_ID) {
    throw new ForeignFile("is not a state file of this program");
  }
  const version = number(database, "PRAGMA user_version");
  if (version !== SCHEMA_VERSION) {
    throw new ForeignFile(
      `has version ${version}, but this program reads version ${SCHEMA_VERSION}`,
    );
  }
  const bytes = number(database, "PRAGMA page_count") * number(database, "PRAGMA page_size");
  if (bytes > FULL_CHECK_BYTES) return;
  const verdict = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (verdict !== "ok") throw new Error(String(verdict));
}

function number(database: DatabaseSync, question: string): number {
  return Number(Object.values(database.prepare(question).get() ?? {})[0]);
}

function storeOn(database: DatabaseSync): Store {
  const outbox = messagesTable(database);
  const transaction = transactionsOn(database);
  let generation = 0;
  return {
    users: usersTable(database),
    userSearch: userSearch(database),
    passwordHistory: passwordHistoryTable(database),
    secondFactors: secondFactorsTable(database),
    groups: groupsTable(database),
    codes: codesTable(database),
    lockouts: lockoutsTable(database),
    challenges: challengesTable(database),
    sessions: sessionsTable(database),
    browser: browserSessionsTable(database),
    passkeys: passkeysTable(database),
    devices: devicesTable(database),
    outbox,
    identities: identitiesTable(database),
    providers: identityProvidersTable(database),
    resources: resourcesTable(database),
    federated: federatedIdentitiesTable(database),
    keys: keysTable(database),
    samlKeys: samlKeysTable(database),
    get generation() {
      return generation;
    },
    transaction,
    messages: (to) => outbox.list(to),
    sweep: createSweep(database),
    forgetPool: (pool) =>
      transaction(() => {
        for (const table of RESET_TABLES.filter((name) => hasPool(database, name))) {
          database.prepare(`DELETE FROM ${table} WHERE pool = ?`).run(pool);
        }
      }),
    reset: () => {
      transaction(() => RESET_TABLES.forEach((table) => database.exec(`DELETE FROM ${table}`)));
      generation += 1;
    },
    close: () => database.close(),
  };
}

function hasPool(database: DatabaseSync, table: string): boolean {
  const columns = database.prepare("SELECT name FROM pragma_table_info(?)").all(table);
  return columns.some(({ name }) => name === "pool");
}

function transactionsOn(database: DatabaseSync): Store["transaction"] {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  let isOpen = false;
  return (work) => {
    if (isOpen) return work();
    begin.run();
    isOpen = true;
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // A write that the disk refused has undone everything by itself.
      if (database.isTransaction) rollback.run();
      throw error;
    } finally {
      isOpen = false;
    }
  };
}
