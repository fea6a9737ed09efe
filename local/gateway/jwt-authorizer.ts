import { verify } from "node:crypto";
import { ClaimTexts } from "./claims-text.ts";
import type { IssuerKeys, VerificationKey } from "./issuer-keys.ts";
import { checkAudience, checkIssuer, checkTimes, scopesOf } from "./jwt-claims.ts";
import type { ClaimRules } from "./jwt-claims.ts";
import type { JwtRefusal } from "./jwt-refusals.ts";
import { decodeHeader, decodePayload, splitToken } from "./jwt.ts";
import type { Claims, TokenParts } from "./jwt.ts";
import type { Switches } from "./switches.ts";

/** What a token is checked against. */
export interface JwtRules {
  /** Values of `aud`, or of `client_id` where there is no `aud` (H91, H92). */
  readonly audiences: readonly string[];
  readonly keys: IssuerKeys;
  readonly switches: Switches;
}

/** A token that passed every check but the route's scopes. */
export interface VerifiedToken {
  readonly ok: true;
  readonly kid: string;
  /** The key that verified it. */
  readonly key: VerificationKey;
  readonly claims: Claims;
  /** Claims as the integration gets them (H119). */
  readonly texts: ClaimTexts;
  /** All scopes of the token (H125). */
  readonly scopes: readonly string[];
}

/** Result of {@link verifyJwt}. */
export type JwtVerdict = VerifiedToken | { readonly ok: false; readonly reason: JwtRefusal };

// H80: RSA with PKCS#1 padding only; a map, so that `constructor` is no algorithm.
const digests: ReadonlyMap<unknown, string> = new Map([
  ["RS256", "RSA-SHA256"],
  ["RS384", "RSA-SHA384"],
  ["RS512", "RSA-SHA512"],
]);

/**
 * Checks a token in the order shape, alg, kid, signature, iss, aud or client_id, exp, nbf, iat (H66).
 * Scopes come last and belong to the route, see `scopesAllow`.
 * Synchronous unless the key has to be fetched: the detour over a thread pool costs more than the check.
 * @param now seconds since 1970
 */
export function verifyJwt(
  token: string,
  rules: JwtRules,
  now: number,
): JwtVerdict | Promise<JwtVerdict> {
  const strict = rules.switches.strictness === "strict";
  const parts = splitToken(token, strict);
  if (typeof parts === "string") return refuse(parts);
  const header = decodeHeader(parts.header, strict);
  if (typeof header === "string") return refuse(header);
  const { alg, kid } = header;
  const digest = digests.get(alg);
  if (digest === undefined) return refuse("algorithm");
  // J033: no name of a key is that long. H82: a token without kid is refused.
  if (typeof kid !== "string" || kid === "" || kid.length > 256) return refuse("key");
  const check = (key: VerificationKey | undefined): JwtVerdict => {
    if (!key) return refuse("key");
    // H297, J128: a key that names its algorithm verifies no other.
    if (key.alg !== undefined && key.alg !== alg) return refuse("algorithm");
    if (!isSignedBy(key, digest, parts)) return refuse("signature");
    return checkClaims(parts.payload, { ...rules, kid, key, strict }, now);
  };
  const found = rules.keys.find(kid);
  return found instanceof Promise ? found.then(check) : check(found);
}

/** Whether one of the route's scopes is among the token's (H103); a route without scopes takes any (H107). */
export function scopesAllow(
  routeScopes: readonly string[],
  tokenScopes: readonly string[],
): boolean {
  return routeScopes.length === 0 || routeScopes.some((scope) => tokenScopes.includes(scope));
}

/** Rules for the claims alone, also for a token whose signature was checked before. */
export function claimRules(rules: JwtRules): ClaimRules {
  return {
    audiences: rules.audiences,
    issuers: rules.keys.issuers,
    strict: rules.switches.strictness === "strict",
    allowMissingExp: rules.switches.allowMissingExp,
    skew: rules.switches.clockSkewSeconds,
  };
}

function isSignedBy(key: VerificationKey, digest: string, parts: TokenParts): boolean {
  return verify(digest, Buffer.from(parts.signed, "latin1"), key.key, parts.signature);
}

function checkClaims(
  payload: string,
  context: JwtRules & { kid: string; key: VerificationKey; strict: boolean },
  now: number,
): JwtVerdict {
  const claims = decodePayload(payload, context.strict);
  if (typeof claims === "string") return refuse(claims);
  const rules = claimRules(context);
  const reason =
    checkIssuer(claims, rules) ?? checkAudience(claims, rules) ?? checkTimes(claims, rules, now);
  if (reason) return refuse(reason);
  // J098: a subject is a text.
  const subject = claims["sub"];
  if (context.strict && subject !== undefined && typeof subject !== "string") {
    return refuse("subject");
  }
  const texts = new ClaimTexts(claims);
  const scopes = Object.freeze(scopesOf(claims));
  const { kid, key } = context;
  return { ok: true, kid, key, claims: Object.freeze(claims), texts, scopes };
}

function refuse(reason: JwtRefusal): JwtVerdict {
  return { ok: false, reason };
}
