import type { JwtRefusal } from "./jwt-refusals.ts";
import type { Claims } from "./jwt.ts";

/** What the claims of a token are held against. */
export interface ClaimRules {
  readonly audiences: readonly string[];
  readonly issuers: readonly string[];
  readonly strict: boolean;
  readonly allowMissingExp: boolean;
  /** Seconds (switch U5). */
  readonly skew: number;
}

/** The longest life that Cognito grants is a day; a margin for clocks on top (J062). */
const longestLifeSeconds = 86_400 + 300;

/** H90: `iss` is one of the accepted texts, to the letter. */
export function checkIssuer(claims: Claims, rules: ClaimRules): JwtRefusal | undefined {
  const issuer = claims["iss"];
  return typeof issuer === "string" && rules.issuers.includes(issuer) ? undefined : "issuer";
}

/** H91, H92: `aud` counts when it is there, whatever it holds; `client_id` only when it is not (J082). */
export function checkAudience(claims: Claims, rules: ClaimRules): JwtRefusal | undefined {
  const audience = "aud" in claims ? claims["aud"] : claims["client_id"];
  // J081: only `aud` may be a list.
  const values: readonly unknown[] =
    Array.isArray(audience) && "aud" in claims ? audience : [audience];
  const known = values.some(
    (value) => typeof value === "string" && rules.audiences.includes(value),
  );
  return known ? undefined : "audience";
}

/**
 * H96–H102: `exp` after now, `nbf` and `iat` not after now, in whole seconds: a fraction (H102) of this second is past.
 * @param now seconds since 1970
 */
export function checkTimes(claims: Claims, rules: ClaimRules, now: number): JwtRefusal | undefined {
  const { exp, nbf, iat } = claims;
  if (exp !== undefined || !rules.allowMissingExp) {
    // J061: 1e400 parses as Infinity, a token that never expires.
    if (!isTime(exp)) return "times";
    if (exp <= now - rules.skew) return "expired";
    if (rules.strict && exp > now + longestLifeSeconds) return "times";
  }
  if (nbf !== undefined) {
    if (!isTime(nbf)) return "times";
    if (Math.floor(nbf) > now + rules.skew) return "early";
  }
  if (iat !== undefined || rules.strict) {
    if (!isTime(iat)) return "times";
    if (Math.floor(iat) > now + rules.skew) return "future";
  }
  return undefined;
}

/** Scopes of a token: `scp` (list or text) before `scope` (text only, J093), parted by blanks (H104, J094). */
export function scopesOf(claims: Claims): string[] {
  const { scp } = claims;
  if (Array.isArray(scp)) return scp.filter((scope) => typeof scope === "string");
  const text = scp ?? claims["scope"];
  return typeof text === "string" ? text.split(" ").filter((scope) => scope !== "") : [];
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
