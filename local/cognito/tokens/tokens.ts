import { createHash, randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import { visibleAttributes } from "../attributes/access.ts";
import { changedAccessClaims, changedIdClaims } from "./changed-claims.ts";
import type { AppClient } from "../client.ts";
import { readIdentities } from "../federation/identities.ts";
import { groupRoles } from "./group-roles.ts";
import type { Group } from "../tables/groups.ts";
import type { Session } from "../tables/sessions.ts";
import type { User } from "../tables/users.ts";
import type { TokenChanges } from "../triggers/token-changes.ts";

/** What one pair of tokens is made from. */
export interface TokenSubject {
  readonly issuer: string;
  readonly client: AppClient;
  readonly user: User;
  /** Best precedence first. */
  readonly groups: readonly Group[];
  readonly session: Session;
  /** Seconds since 1970. */
  readonly now: number;
  /** From the authorize request (C70). */
  readonly nonce?: string | undefined;
  /** By the pool's pre-token function. */
  readonly changes: TokenChanges;
}

/** Claims of an access token (C12); `jti` and `origin_jti` come with token revocation (C25, C40). */
export function accessTokenClaims(subject: TokenSubject): JWTPayload {
  const { issuer, client, user, groups, session, now } = subject;
  const claims = {
    sub: user.sub,
    ...(session.deviceKey !== null && { device_key: session.deviceKey }),
    ...(groups.length > 0 && { "cognito:groups": groups.map((group) => group.name) }),
    iss: issuer,
    ...(session.source === "domain" && { version: 2 }), // C14
    client_id: client.id,
    ...(session.resource !== null && { aud: session.resource }), // C47
    ...(client.isRevocable && { origin_jti: session.originJti }),
    event_id: session.eventId,
    token_use: "access",
    scope: session.scope,
    auth_time: seconds(session.authTime),
    exp: now + client.lifetimes.access,
    iat: now,
    ...(client.isRevocable && { jti: randomUUID() }),
    username: user.username,
  };
  return changedAccessClaims(claims, subject.changes);
}

/**
 * Claims of an ID token (C18).
 * @param accessToken the one that goes with it; its hash stands in tokens of the domain (C23)
 */
export function idTokenClaims(subject: TokenSubject, accessToken: string | null): JWTPayload {
  const { issuer, client, user, groups, session, now, nonce } = subject;
  const claims = {
    ...(accessToken !== null && { at_hash: accessTokenHash(accessToken) }),
    sub: user.sub,
    ...groupClaims(groups),
    ...attributeClaims(subject),
    iss: issuer,
    "cognito:username": user.username,
    ...(nonce !== undefined && { nonce }),
    ...identityClaims(user),
    ...(client.isRevocable && { origin_jti: session.originJti }),
    aud: client.id,
    event_id: session.eventId,
    token_use: "id",
    auth_time: seconds(session.authTime),
    exp: now + client.lifetimes.id,
    iat: now,
    ...(client.isRevocable && { jti: randomUUID() }),
  };
  return changedIdClaims(claims, subject.changes);
}

/** Claims of a machine's access token: the client is its own subject (C46). */
export function clientTokenClaims(args: {
  readonly issuer: string;
  readonly client: AppClient;
  readonly scope: string;
  readonly now: number;
  readonly changes: TokenChanges;
}): JWTPayload {
  const { issuer, client, scope, now, changes } = args;
  const claims = {
    sub: client.id,
    token_use: "access",
    scope,
    auth_time: now,
    iss: issuer,
    exp: now + client.lifetimes.access,
    iat: now,
    version: 2,
    jti: randomUUID(),
    client_id: client.id,
  };
  return changedAccessClaims(claims, changes);
}

/** Left half of the SHA-256 of the access token (OpenID Connect Core 3.1.3.6). */
function accessTokenHash(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}

/** Groups by precedence, their roles, and the role of the best group (C21). */
function groupClaims(groups: readonly Group[]): JWTPayload {
  const { roles, preferredRole } = groupRoles(groups);
  return {
    ...(groups.length > 0 && { "cognito:groups": groups.map((group) => group.name) }),
    ...(preferredRole !== null && { "cognito:preferred_role": preferredRole }),
    ...(roles.length > 0 && { "cognito:roles": roles }),
  };
}

/** Who the user is at identity providers, whatever the scopes and the client's readable attributes (C18, C22). */
function identityClaims({ attributes }: User): JWTPayload {
  const identities = readIdentities(attributes);
  return identities.length > 0 ? { identities } : {};
}

function attributeClaims({ client, user, session }: TokenSubject): JWTPayload {
  const scope = session.source === "domain" ? session.scope : null;
  const visible = visibleAttributes(client, user.attributes, scope);
  const claims = visible.filter(([name]) => name !== "identities");
  return Object.fromEntries(claims.map(([name, value]) => [name, claimValue(name, value)]));
}

/** Attributes are texts; a few claims are not (C20). */
function claimValue(name: string, value: string): unknown {
  if (name === "email_verified" || name === "phone_number_verified") return value === "true";
  if (name === "address") return { formatted: value };
  if (name === "updated_at") return Number(value);
  return value;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
