/** Marks the file as ours: "scpl" in ASCII, SQLite's `application_id`. */
export const APPLICATION_ID = 0x7363706c;

/** Raised whenever the tables change; a file of another version is refused, never converted by guess. */
export const SCHEMA_VERSION = 4;

/** Attributes that users are searched by (C241); the others of the list are columns. */
export const SEARCHED_ATTRIBUTES = [
  "email",
  "phone_number",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
] as const;

/** An attribute's value, in the very words of its index: SQLite looks no further. */
export function attributeColumn(name: (typeof SEARCHED_ATTRIBUTES)[number]): string {
  return `json_extract(attributes, '$.${name}')`;
}

/** The tables. Times are milliseconds since 1970; secrets that a client presents are kept as SHA-256. */
export const SCHEMA = `
CREATE TABLE users (
  pool TEXT NOT NULL, sub TEXT NOT NULL, username TEXT NOT NULL, name_key TEXT NOT NULL,
  status TEXT NOT NULL, enabled INTEGER NOT NULL, salt TEXT, verifier BLOB, password_expires INTEGER,
  attributes TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, seed TEXT,
  PRIMARY KEY (pool, sub)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX users_by_name ON users (pool, name_key);
CREATE INDEX users_seeded ON users (pool) WHERE seed IS NOT NULL;
CREATE INDEX users_by_status ON users (pool, status COLLATE NOCASE);
CREATE INDEX users_by_enabled ON users (pool, enabled);
${SEARCHED_ATTRIBUTES.map(
  (name) =>
    `CREATE INDEX users_searched_by_${name} ON users (pool, ${attributeColumn(name)} COLLATE NOCASE);`,
).join("\n")}

CREATE TABLE aliases (
  pool TEXT NOT NULL, value TEXT NOT NULL, attribute TEXT NOT NULL, sub TEXT NOT NULL,
  PRIMARY KEY (pool, value, attribute)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_user ON aliases (pool, sub);

CREATE TABLE second_factors (
  pool TEXT NOT NULL, sub TEXT NOT NULL, secret BLOB, device_name TEXT, last_step INTEGER, pending_secret BLOB,
  enabled TEXT NOT NULL, preferred TEXT,
  PRIMARY KEY (pool, sub)
) STRICT, WITHOUT ROWID;

CREATE TABLE password_history (
  pool TEXT NOT NULL, sub TEXT NOT NULL, number INTEGER NOT NULL, salt TEXT NOT NULL, verifier BLOB NOT NULL,
  PRIMARY KEY (pool, sub, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
  pool TEXT NOT NULL, name TEXT NOT NULL, description TEXT, precedence INTEGER, role TEXT,
  created INTEGER NOT NULL, modified INTEGER NOT NULL, seeded INTEGER NOT NULL,
  PRIMARY KEY (pool, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  pool TEXT NOT NULL, sub TEXT NOT NULL, group_name TEXT NOT NULL, seeded INTEGER NOT NULL,
  PRIMARY KEY (pool, sub, group_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_group ON memberships (pool, group_name);
CREATE INDEX memberships_seeded ON memberships (pool) WHERE seeded = 1;

CREATE TABLE codes (
  pool TEXT NOT NULL, subject TEXT NOT NULL, purpose TEXT NOT NULL, code TEXT NOT NULL,
  superseded TEXT NOT NULL DEFAULT '', attribute TEXT NOT NULL, pending TEXT, expires INTEGER NOT NULL,
  PRIMARY KEY (pool, subject, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX codes_by_expiry ON codes (expires);

CREATE TABLE attempts (
  pool TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, started INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (pool, subject, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_by_start ON attempts (started);

CREATE TABLE lockouts (
  pool TEXT NOT NULL, subject TEXT NOT NULL, failures INTEGER NOT NULL, last_failure INTEGER NOT NULL,
  locked_until INTEGER NOT NULL,
  PRIMARY KEY (pool, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenges (
  hash BLOB PRIMARY KEY, pool TEXT NOT NULL, client TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  content TEXT NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE authorization_codes (
  hash BLOB PRIMARY KEY, pool TEXT NOT NULL, client TEXT NOT NULL, sub TEXT NOT NULL,
  content TEXT NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  origin_jti TEXT PRIMARY KEY, event_id TEXT NOT NULL, pool TEXT NOT NULL, client TEXT NOT NULL, sub TEXT NOT NULL,
  scope TEXT NOT NULL, source TEXT NOT NULL, resource TEXT, auth_time INTEGER NOT NULL, expires INTEGER NOT NULL,
  revoked INTEGER NOT NULL, device_key TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sessions_by_event ON sessions (event_id);
CREATE INDEX sessions_by_user ON sessions (pool, sub);
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE refresh_tokens (
  hash BLOB PRIMARY KEY, origin_jti TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE, replaced INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (origin_jti);

CREATE TABLE browser_sessions (
  hash BLOB PRIMARY KEY, pool TEXT NOT NULL, sub TEXT NOT NULL, pages_version INTEGER NOT NULL,
  auth_time INTEGER NOT NULL, expires INTEGER NOT NULL, saml TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX browser_sessions_by_user ON browser_sessions (pool, sub);

CREATE TABLE passkeys (
  pool TEXT NOT NULL, id TEXT NOT NULL, sub TEXT NOT NULL, public_key TEXT NOT NULL, sign_count INTEGER NOT NULL,
  relying_party TEXT NOT NULL, transports TEXT NOT NULL, attachment TEXT, created INTEGER NOT NULL,
  PRIMARY KEY (pool, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX passkeys_by_user ON passkeys (pool, sub);

CREATE TABLE devices (
  pool TEXT NOT NULL, sub TEXT NOT NULL, key TEXT NOT NULL, name TEXT, salt TEXT NOT NULL, verifier BLOB NOT NULL,
  remembered INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, authenticated INTEGER NOT NULL,
  PRIMARY KEY (pool, sub, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE identities (
  id TEXT PRIMARY KEY, pool TEXT NOT NULL, is_guest INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_of_guests ON identities (created) WHERE is_guest = 1;

CREATE TABLE identity_logins (
  pool TEXT NOT NULL, provider TEXT NOT NULL, subject TEXT NOT NULL, identity TEXT NOT NULL,
  PRIMARY KEY (pool, provider, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX identity_logins_by_identity ON identity_logins (identity, provider);

CREATE TABLE identity_providers (
  pool TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, details TEXT NOT NULL, mapping TEXT NOT NULL,
  identifiers TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, seed TEXT,
  PRIMARY KEY (pool, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE federated_identities (
  pool TEXT NOT NULL, provider TEXT NOT NULL, attribute TEXT NOT NULL, value TEXT NOT NULL, sub TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (pool, provider, attribute, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX federated_identities_by_user ON federated_identities (pool, sub);

CREATE TABLE resources (
  type TEXT NOT NULL, id TEXT NOT NULL, origin TEXT NOT NULL, region TEXT NOT NULL,
  inputs TEXT NOT NULL, outputs TEXT NOT NULL, base TEXT, is_removed INTEGER NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, medium TEXT NOT NULL, recipient TEXT NOT NULL,
  subject TEXT, body TEXT NOT NULL, code TEXT, link TEXT
) STRICT;
CREATE INDEX messages_by_recipient ON messages (recipient COLLATE NOCASE);

CREATE TABLE signing_keys (
  pool TEXT NOT NULL, purpose TEXT NOT NULL, kid TEXT NOT NULL, pkcs8 BLOB NOT NULL,
  PRIMARY KEY (pool, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE saml_keys (
  pool TEXT NOT NULL, purpose TEXT NOT NULL, pkcs8 BLOB NOT NULL, certificate BLOB NOT NULL,
  PRIMARY KEY (pool, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_keys (
  pool TEXT NOT NULL, generation INTEGER NOT NULL, kid TEXT NOT NULL, spki BLOB NOT NULL, retired INTEGER NOT NULL,
  PRIMARY KEY (pool, generation, kid)
) STRICT, WITHOUT ROWID;

CREATE TABLE pool_secrets (pool TEXT PRIMARY KEY, secret BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Everything but keys: what `reset` empties. */
export const RESET_TABLES = [
  "users",
  "aliases",
  "password_history",
  "second_factors",
  "groups",
  "memberships",
  "codes",
  "attempts",
  "lockouts",
  "challenges",
  "authorization_codes",
  "refresh_tokens",
  "sessions",
  "browser_sessions",
  "passkeys",
  "devices",
  "identities",
  "identity_logins",
  "identity_providers",
  "federated_identities",
  "messages",
  "resources",
] as const;
