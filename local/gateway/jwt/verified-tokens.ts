import { hash } from "node:crypto";
import {
  claimRules,
  type JwtRules,
  type JwtVerdict,
  type VerifiedToken,
  verifyJwt,
} from "./verify-jwt.ts";
import { checkTimes } from "./jwt-claims.ts";

/** Entries of one authorizer; the oldest goes first. */
const capacity = 1_000;

/** Checks tokens for one authorizer, now in seconds since 1970. */
export type JwtVerifier = (token: string, now: number) => JwtVerdict | Promise<JwtVerdict>;

/**
 * A verifier that remembers which tokens it accepted, and only those. One per authorizer, so that no
 * authorizer believes another's. A hit still checks times, on a clock that may have moved either way (T039), and that
 * the key is published (T020); scopes belong to the route and are checked by the caller.
 */
export function rememberVerified(rules: JwtRules): JwtVerifier {
  const verified = new Map<string, VerifiedToken>();
  const times = claimRules(rules);
  const remember = (digest: string, verdict: JwtVerdict): JwtVerdict => {
    if (!verdict.ok) return verdict;
    if (verified.size >= capacity) {
      const oldest = verified.keys().next();
      if (!oldest.done) verified.delete(oldest.value);
    }
    verified.set(digest, verdict);
    return verdict;
  };
  return (token, now) => {
    // Of the whole token, signature included: a token that differs in one bit is another one.
    const digest = hash("sha256", token, "base64");
    const known = verified.get(digest);
    if (known && isPublished(rules, known)) {
      const reason = checkTimes(known.claims, times, now);
      return reason ? { ok: false, reason, check: "times" } : known;
    }
    const verdict = verifyJwt(token, rules, now);
    return verdict instanceof Promise
      ? verdict.then((late) => remember(digest, late))
      : remember(digest, verdict);
  };
}

function isPublished(rules: JwtRules, known: VerifiedToken): boolean {
  const found = rules.keys.find(known.kid);
  return found !== undefined && !(found instanceof Promise) && found.key === known.key.key;
}
