import { epochSeconds } from "../clock.ts";
import { notAuthorized } from "../json-api/errors.ts";
import type { IdToken } from "../cognito/tokens/id-tokens.ts";
import type { Claims } from "../cognito/tokens/own-tokens.ts";
import type { Login } from "../cognito/tables/identities.ts";
import type { IdentityPool } from "./pool.ts";
import type { IdentityService } from "./service.ts";
import { TEXTS } from "./texts.ts";

/** A login whose token was checked. */
export interface VerifiedLogin extends Login {
  readonly clientId: string;
  readonly claims: Claims;
}

/**
 * Checks the ID tokens of an operation's `Logins`, by provider (C315, C317).
 * @throws ServiceError for the first one that does not hold
 */
export async function verifyLogins(
  service: IdentityService,
  pool: IdentityPool,
  logins: Readonly<Record<string, string>> = {},
): Promise<readonly VerifiedLogin[]> {
  const verified: VerifiedLogin[] = [];
  for (const [provider, token] of Object.entries(logins)) {
    verified.push(await verifyLogin(service, pool, { provider, token }));
  }
  return verified;
}

async function verifyLogin(
  { userPools, clock }: IdentityService,
  pool: IdentityPool,
  { provider, token }: { readonly provider: string; readonly token: string },
): Promise<VerifiedLogin> {
  const clients = pool.providers.filter(({ name }) => name === provider);
  if (clients.length === 0) throw notAuthorized(TEXTS.unsupportedProvider);
  if (token.split(".").length !== 3) throw notAuthorized(TEXTS.notAToken);
  const read = await userPools.readIdToken(token);
  if (!read || read.provider !== provider) throw notAuthorized(TEXTS.wrongIssuer);
  if (!read.isAuthentic) throw notAuthorized(TEXTS.badSignature);
  const { aud, sub } = identifyingClaims(read, epochSeconds(clock));
  const client = clients.find(({ clientId }) => clientId === aud);
  if (!client) throw notAuthorized(TEXTS.unsupportedProvider);
  if (client.isChecked && read.isRevoked()) throw notAuthorized(TEXTS.revoked);
  return { provider, subject: sub, clientId: aud, claims: read.claims };
}

// An access token names its client in another claim, and one for a bound resource has an `aud` that is no client (C47).
function identifyingClaims({ claims }: IdToken, now: number): { aud: string; sub: string } {
  const { aud, sub, exp, token_use: tokenUse } = claims;
  if (typeof aud !== "string") throw notAuthorized(TEXTS.noAudience);
  if (tokenUse !== "id" || typeof sub !== "string" || typeof exp !== "number") {
    throw notAuthorized(TEXTS.notAnIdToken);
  }
  if (now >= exp) throw notAuthorized(`Invalid login token. Token expired: ${now} >= ${exp}`);
  return { aud, sub };
}
