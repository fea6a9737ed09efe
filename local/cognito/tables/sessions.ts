import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** One sign-in and all tokens that descend from it (C25). Times in milliseconds. */
export interface Session {
  readonly originJti: string;
  readonly eventId: string;
  readonly pool: string;
  readonly client: string;
  readonly sub: string;
  /** Space-separated, kept through every refresh (C35). */
  readonly scope: string;
  /** Where the sign-in happened; tokens differ in small things (C14, C23). */
  readonly source: "api" | "domain";
  /** Bound resource, becomes `aud` of the access token (C47). */
  readonly resource: string | null;
  readonly authTime: number;
  /** When the refresh tokens of the session stop working; rotation does not move it (C36). */
  readonly expires: number;
  readonly revoked: boolean;
  /** The device that signed in, known or new; a refresh has to name it (C38). Null where the pool tracks none. */
  readonly deviceKey: string | null;
}

/** A refresh token's place in its session. */
export interface RefreshToken {
  readonly session: Session;
  /** When rotation replaced it, null while it is the current one. */
  readonly replaced: number | null;
}

/** Sessions and their refresh tokens. */
export interface SessionsTable {
  add(session: Session): void;
  byEvent(eventId: string): Session | undefined;
  addRefreshToken(hash: Uint8Array, originJti: string): void;
  refreshToken(hash: Uint8Array): RefreshToken | undefined;
  /** Marks the token as replaced now, unless it was before. */
  replaceRefreshToken(hash: Uint8Array, now: number): void;
  revoke(originJti: string): void;
  revokeAll(pool: string, sub: string): void;
  /** Ends the sessions of one of the user's devices. */
  revokeDevice(pool: string, sub: string, deviceKey: string): void;
}

const COLUMNS = `sessions.origin_jti AS originJti, event_id AS eventId, pool, client, sub, scope, source,
  resource, auth_time AS authTime, expires, revoked, device_key AS deviceKey`;

type SessionRow = Omit<Session, "revoked"> & { readonly revoked: number };

/** Prepares the statements on sessions and refresh tokens. */
export function sessionsTable(database: DatabaseSync): SessionsTable {
  const add = database.prepare(
    `INSERT INTO sessions (origin_jti, event_id, pool, client, sub, scope, source, resource, auth_time,
       expires, revoked, device_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
  );
  const byEvent = query<SessionRow>(database, `SELECT ${COLUMNS} FROM sessions WHERE event_id = ?`);
  const addToken = database.prepare("INSERT INTO refresh_tokens (hash, origin_jti) VALUES (?, ?)");
  const token = query<SessionRow & { readonly replaced: number | null }>(
    database,
    `SELECT ${COLUMNS}, replaced FROM refresh_tokens JOIN sessions USING (origin_jti) WHERE hash = ?`,
  );
  const replace = database.prepare(
    "UPDATE refresh_tokens SET replaced = ? WHERE hash = ? AND replaced IS NULL",
  );
  const revoke = database.prepare("UPDATE sessions SET revoked = 1 WHERE origin_jti = ?");
  const revokeAll = database.prepare("UPDATE sessions SET revoked = 1 WHERE pool = ? AND sub = ?");
  const revokeDevice = database.prepare(
    "UPDATE sessions SET revoked = 1 WHERE pool = ? AND sub = ? AND device_key = ?",
  );
  return {
    add: (session) =>
      void add.run(
        session.originJti,
        session.eventId,
        session.pool,
        session.client,
        session.sub,
        session.scope,
        session.source,
        session.resource,
        session.authTime,
        session.expires,
        session.deviceKey,
      ),
    byEvent: (eventId) => {
      const row = byEvent.get(eventId);
      return row && sessionOf(row);
    },
    addRefreshToken: (hash, originJti) => void addToken.run(hash, originJti),
    refreshToken: (hash) => {
      const row = token.get(hash);
      if (!row) return undefined;
      const { replaced, ...session } = row;
      return { session: sessionOf(session), replaced };
    },
    replaceRefreshToken: (hash, now) => void replace.run(now, hash),
    revoke: (originJti) => void revoke.run(originJti),
    revokeAll: (pool, sub) => void revokeAll.run(pool, sub),
    revokeDevice: (pool, sub, deviceKey) => void revokeDevice.run(pool, sub, deviceKey),
  };
}

function sessionOf(row: SessionRow): Session {
  return { ...row, revoked: row.revoked === 1 };
}
