import { randomBytes, randomUUID } from "node:crypto";
import { epochSeconds } from "../../clock.ts";
import { hashOf } from "../../secrets.ts";
import { notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { type ClientContext, issuerOf, type Service } from "../service.ts";
import type { Session } from "../tables/sessions.ts";
import type { User } from "../tables/users.ts";
import { accessTokenClaims, idTokenClaims } from "./tokens.ts";
import type { TokenChanges } from "../triggers/token-changes.ts";
import { askTokenChanges } from "../triggers/tokens.ts";

/** Tokens of one issue. `refreshToken` is null where the answer has none (C34). */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string | null;
  /** Life of the access token in seconds (C31). */
  readonly expiresIn: number;
  readonly session: Session;
}

/** What a new session is made of. */
export interface SessionStart {
  readonly user: User;
  readonly scope: string;
  readonly source: Session["source"];
  /** Milliseconds; of the interactive sign-in (C27). */
  readonly authTime: number;
  readonly resource?: string | null;
  readonly nonce?: string | undefined;
  /** The implicit flow gives none (C75). */
  readonly hasRefreshToken: boolean;
  /** By the pool's pre-token function, which was asked before. */
  readonly changes: TokenChanges;
  /** The device that signs in, where the pool tracks them (C232). */
  readonly deviceKey?: string | undefined;
}

/** The scope of every sign-in through the JSON API (C15). */
export const API_SCOPE = "aws.cognito.signin.user.admin";

/**
 * Starts a session and issues its first tokens.
 * @throws ServiceError NotAuthorizedException for a user who was disabled or deleted meanwhile (C42)
 */
export async function startSession(
  context: ClientContext,
  start: SessionStart,
): Promise<IssuedTokens> {
  const { service, pool, client } = context;
  // As they are now: the pool's functions may have thought about the sign-in for seconds.
  const current = service.store.users.bySub(pool.id, start.user.sub);
  if (!current) throw notAuthorized(TEXTS.badCredentials);
  if (!current.enabled) throw notAuthorized(TEXTS.userDisabled);
  const lifetime = start.hasRefreshToken ? client.lifetimes.refresh : client.lifetimes.access;
  const session: Session = {
    originJti: randomUUID(),
    eventId: randomUUID(),
    pool: pool.id,
    client: client.id,
    sub: start.user.sub,
    scope: start.scope,
    source: start.source,
    resource: start.resource ?? null,
    authTime: start.authTime,
    expires: service.clock.now() + lifetime * 1000,
    revoked: false,
    deviceKey: start.deviceKey ?? null,
  };
  const refreshToken = start.hasRefreshToken ? newRefreshToken() : null;
  service.store.transaction(() => {
    service.store.sessions.add(session);
    if (refreshToken) {
      service.store.sessions.addRefreshToken(hashOf(refreshToken), session.originJti);
    }
  });
  const { user, nonce, changes } = start;
  return issue(context, { user, session, refreshToken, nonce, changes });
}

/**
 * New tokens for a refresh token; a new refresh token as well where the client rotates them (C36). The pool's function
 * is asked first: a refresh that it refuses leaves the token as it was.
 */
export async function refreshSession(context: ClientContext, token: string): Promise<IssuedTokens> {
  const { service, client } = context;
  const hash = hashOf(token);
  const before = checkRefreshToken(context, hash);
  const { scope } = before.session;
  const occasion = "RefreshTokens";
  const changes = await askTokenChanges(context, { user: before.user, scope, occasion });
  // In one tick: two refreshes at once see each other's rotation (O063).
  const { session, user } = checkRefreshToken(context, hash);
  const refreshToken = client.rotationGrace === null ? null : rotate(service, hash, session);
  return issue(context, { user, session, refreshToken, changes });
}

/** Puts a new token in the place of this one. */
function rotate({ store, clock }: Service, hash: Buffer, { originJti }: Session): string {
  const next = newRefreshToken();
  store.transaction(() => {
    store.sessions.replaceRefreshToken(hash, clock.now());
    store.sessions.addRefreshToken(hashOf(next), originJti);
  });
  return next;
}

/**
 * Ends the session of a refresh token (C39).
 * A token that is unknown, or another client's, is no error: the caller learns nothing about it (C115).
 */
export function revokeRefreshToken({ service, pool, client }: ClientContext, token: string): void {
  const session = service.store.sessions.refreshToken(hashOf(token))?.session;
  if (session?.client === client.id && session.pool === pool.id) {
    service.store.sessions.revoke(session.originJti);
  }
}

/** Whether the text is a signed token of ours, which is no refresh token (C116, C218). */
export function isSignedToken(token: string): boolean {
  return token.split(".").length === 3;
}

function checkRefreshToken(
  context: ClientContext,
  hash: Buffer,
): { readonly session: Session; readonly user: User } {
  const { service, pool, client } = context;
  const { store, clock } = service;
  const found = store.sessions.refreshToken(hash);
  if (!found || found.session.client !== client.id || found.session.pool !== pool.id) {
    throw notAuthorized(TEXTS.invalidRefreshToken);
  }
  const { session, replaced } = found;
  // Before the rest: whoever holds the token without its device learns nothing of it (C38).
  if (session.deviceKey !== null && session.deviceKey !== context.deviceKey) {
    throw notAuthorized(TEXTS.invalidRefreshToken);
  }
  if (session.revoked) throw notAuthorized(TEXTS.revokedRefreshToken);
  if (clock.now() >= session.expires) throw notAuthorized(TEXTS.expiredRefreshToken);
  const grace = (client.rotationGrace ?? 0) * 1000;
  if (replaced !== null && clock.now() >= replaced + grace) {
    throw new ServiceError("RefreshTokenReuseException", TEXTS.reusedRefreshToken); // C37
  }
  const user = store.users.bySub(pool.id, session.sub);
  if (!user) throw notAuthorized(TEXTS.invalidRefreshToken);
  if (!user.enabled) throw notAuthorized(TEXTS.userDisabled);
  return { session, user };
}

interface Issue {
  readonly user: User;
  readonly session: Session;
  readonly refreshToken: string | null;
  readonly nonce?: string | undefined;
  readonly changes: TokenChanges;
}

async function issue(context: ClientContext, args: Issue): Promise<IssuedTokens> {
  const { user, session, refreshToken, nonce, changes } = args;
  const { service, pool, client } = context;
  const keys = await service.signing.keysOf(pool.id);
  const groups = service.store.groups.ofUser(pool.id, user.sub);
  const now = epochSeconds(service.clock);
  const issuer = issuerOf(context);
  const subject = { issuer, client, user, groups, session, now, nonce, changes };
  const signingAccess = keys.sign("access", accessTokenClaims(subject));
  // Only the domain's ID token names the access token, so that only it has to wait for it (C23).
  const named = session.source === "domain" ? await signingAccess : null;
  const signingId = keys.sign("id", idTokenClaims(subject, named));
  const [accessToken, idToken] = await Promise.all([signingAccess, signingId]);
  return { accessToken, idToken, refreshToken, expiresIn: client.lifetimes.access, session };
}

const REFRESH_HEADER = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString(
  "base64url",
);
// Of a key, an initialisation vector, a text and its tag, of 256, 12, 512 and 16 bytes.
const PART_ENDS = [256, 268, 780, 796];

/** Opaque, but of the form that clients see on AWS: five parts, the first of which starts `eyJjdHki` (C33). */
function newRefreshToken(): string {
  const bytes = randomBytes(PART_ENDS.at(-1) ?? 0);
  const parts = PART_ENDS.map((end, at) => bytes.subarray(PART_ENDS[at - 1] ?? 0, end));
  return [REFRESH_HEADER, ...parts.map((part) => part.toString("base64url"))].join(".");
}
