import { verify } from "node:crypto";
import { epochSeconds } from "../clock.ts";
import { notAuthorized, ServiceError, TEXTS } from "./errors.ts";
import { type ClientContext, issuersOf, type Service } from "./service.ts";
import { API_SCOPE } from "./sessions.ts";
import type { Session } from "./tables/sessions.ts";
import type { User } from "./tables/users.ts";

/** Who presents an access token of ours. */
export interface Bearer extends ClientContext {
  readonly user: User;
  readonly session: Session;
}

type Claims = { readonly [name: string]: unknown };

/** The bearer of a token that may call the user's own operations (C16). */
export async function requireUser(service: Service, accessToken: string): Promise<Bearer> {
  const bearer = await readAccessToken(service, accessToken);
  if (!bearer.session.scope.split(" ").includes(API_SCOPE)) {
    throw notAuthorized(TEXTS.missingScope);
  }
  return bearer;
}

/**
 * Verifies an access token in full: form, key, signature, kind, expiry, then whether its session still stands (C160).
 * @throws ServiceError with the texts of C160
 */
export async function readAccessToken(service: Service, accessToken: string): Promise<Bearer> {
  const claims = await verifiedClaims(service, accessToken);
  if (claims["token_use"] !== "access") throw notAuthorized(TEXTS.invalidAccessToken);
  if (typeof claims["exp"] !== "number" || epochSeconds(service.clock) >= claims["exp"]) {
    throw notAuthorized(TEXTS.expiredAccessToken);
  }
  const eventId = claims["event_id"];
  // A machine's token belongs to no user (C46).
  if (typeof eventId !== "string") throw notAuthorized(TEXTS.invalidAccessToken);
  return bearerOf(service, service.store.sessions.byEvent(eventId));
}

function bearerOf(service: Service, session: Session | undefined): Bearer {
  if (!session || session.revoked) throw notAuthorized(TEXTS.revokedAccessToken);
  const pool = service.pools.find((candidate) => candidate.id === session.pool);
  const client = pool?.clients.get(session.client);
  if (!pool || !client) throw notAuthorized(TEXTS.invalidAccessToken);
  const user = service.store.users.bySub(pool.id, session.sub);
  if (!user) throw new ServiceError("UserNotFoundException", TEXTS.unknownUser);
  if (!user.enabled) throw notAuthorized(TEXTS.revokedAccessToken); // C42
  return { service, pool, client, user, session };
}

async function verifiedClaims(service: Service, token: string): Promise<Claims> {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  const { alg, kid } = decoded(header) ?? {};
  const claims = decoded(payload);
  const pool = service.pools.find((candidate) =>
    Object.values(issuersOf(service, candidate)).some((issuer) => issuer === claims?.["iss"]),
  );
  if (rest.length > 0 || !claims || !pool || alg !== "RS256" || typeof kid !== "string") {
    throw notAuthorized(TEXTS.invalidAccessToken);
  }
  const key = (await service.signing.keysOf(pool.id)).find(kid)?.key;
  if (!key) throw notAuthorized(TEXTS.invalidAccessToken);
  const bytes = Buffer.from(signature, "base64url");
  const isCanonical = bytes.toString("base64url") === signature;
  if (!isCanonical || !verify("sha256", Buffer.from(`${header}.${payload}`), key, bytes)) {
    throw notAuthorized(TEXTS.badSignature);
  }
  return claims;
}

function decoded(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return value !== null && typeof value === "object" ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
