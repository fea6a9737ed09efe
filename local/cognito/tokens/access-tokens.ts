import { epochSeconds } from "../../clock.ts";
import { notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { readOwnToken } from "./own-tokens.ts";
import type { ClientContext, Service } from "../service.ts";
import { API_SCOPE } from "./sessions.ts";
import type { Session } from "../tables/sessions.ts";
import type { User } from "../tables/users.ts";

/** Who presents an access token of ours. */
export interface Bearer extends ClientContext {
  readonly user: User;
  readonly session: Session;
  /** The token's own, which a pre-token function may have changed (C53). */
  readonly scopes: readonly string[];
}

/** The bearer of a token that may call the user's own operations (C16). */
export async function requireUser(service: Service, accessToken: string): Promise<Bearer> {
  const bearer = await readAccessToken(service, accessToken);
  if (!bearer.scopes.includes(API_SCOPE)) {
    throw notAuthorized(TEXTS.missingScope);
  }
  return bearer;
}

/**
 * Verifies an access token in full: form, key, signature, kind, expiry, then whether its session still stands (C160).
 * @throws ServiceError with the texts of C160
 */
export async function readAccessToken(service: Service, accessToken: string): Promise<Bearer> {
  const token = await readOwnToken(service, accessToken);
  if (!token) throw notAuthorized(TEXTS.invalidAccessToken);
  if (!token.isAuthentic) throw notAuthorized(TEXTS.badSignature);
  const { claims } = token;
  if (claims["token_use"] !== "access") throw notAuthorized(TEXTS.invalidAccessToken);
  if (typeof claims["exp"] !== "number" || epochSeconds(service.clock) >= claims["exp"]) {
    throw notAuthorized(TEXTS.expiredAccessToken);
  }
  const eventId = claims["event_id"];
  // A machine's token belongs to no user (C46).
  if (typeof eventId !== "string") throw notAuthorized(TEXTS.invalidAccessToken);
  const scopes = String(claims["scope"]).split(" ");
  return { ...bearerOf(service, service.store.sessions.byEvent(eventId)), scopes };
}

function bearerOf(service: Service, session: Session | undefined): Omit<Bearer, "scopes"> {
  if (!session || session.revoked) throw notAuthorized(TEXTS.revokedAccessToken);
  const pool = service.pools.find((candidate) => candidate.id === session.pool);
  const client = pool?.clients.get(session.client);
  if (!pool || !client) throw notAuthorized(TEXTS.invalidAccessToken);
  const user = service.store.users.bySub(pool.id, session.sub);
  if (!user) throw new ServiceError("UserNotFoundException", TEXTS.unknownUser);
  if (!user.enabled) throw notAuthorized(TEXTS.revokedAccessToken); // C42
  return { service, pool, client, user, session };
}
