import type { Switches } from "../switches.ts";
import { ClaimTexts } from "./claims-text.ts";
import type { IssuerKeys, VerificationKey } from "./issuer-keys.ts";
import { type JwtCheck, jwtChecks, type JwtInspection, openInspection } from "./jwt-checks.ts";
import { type ClaimRules, scopesOf } from "./jwt-claims.ts";
import type { JwtRefusal } from "./jwt-refusals.ts";
import type { Claims } from "./jwt.ts";
import { checkHere, type SignatureCheck } from "./signatures.ts";

/** What a token is checked against. */
export interface JwtRules {
  /** Values of `aud`, or of `client_id` where there is no `aud` (H91, H92). */
  readonly audiences: readonly string[];
  readonly keys: IssuerKeys;
  readonly switches: Switches;
  /** @default {@link checkHere} */
  readonly checkSignature?: SignatureCheck;
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

/** A token that a check refused. */
export interface RefusedToken {
  readonly ok: false;
  readonly reason: JwtRefusal;
  /** Name of the check, the first that failed. */
  readonly check: string;
}

/** Result of {@link verifyJwt}. */
export type JwtVerdict = VerifiedToken | RefusedToken;

/**
 * Takes a token through the checks of `jwtChecks`, in their order, up to the first that refuses it.
 * Scopes come last and belong to the route, see `scopesAllow`.
 * Synchronous unless the key has to be fetched, or the signature is checked on another thread.
 * @param now seconds since 1970
 */
export function verifyJwt(
  token: string,
  rules: JwtRules,
  now: number,
): JwtVerdict | Promise<JwtVerdict> {
  const { keys, checkSignature = checkHere } = rules;
  return walk(
    openInspection({ token, keys, checkSignature, rules: claimRules(rules), now }),
    jwtChecks,
  );
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

function walk(
  inspection: JwtInspection,
  checks: readonly JwtCheck[],
): JwtVerdict | Promise<JwtVerdict> {
  let done = 0;
  for (const { name, check } of checks) {
    done += 1;
    const reason = check(inspection);
    if (reason instanceof Promise) {
      const rest = checks.slice(done);
      return reason.then((late) => (late ? refuse(name, late) : walk(inspection, rest)));
    }
    if (reason) return refuse(name, reason);
  }
  return accept(inspection);
}

function refuse(check: string, reason: JwtRefusal): RefusedToken {
  return { ok: false, reason, check };
}

function accept({ kid, key, claims }: JwtInspection): JwtVerdict {
  // Whatever the table says: without a key nothing was verified.
  if (!key) return refuse("signature", "signature");
  const texts = new ClaimTexts(claims);
  const scopes = Object.freeze(scopesOf(claims));
  return { ok: true, kid, key, claims: Object.freeze(claims), texts, scopes };
}
