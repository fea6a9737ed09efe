import { createHash, randomBytes } from "node:crypto";

/** What a sign-in has to prove at its end. */
export interface PkcePair {
  /** Stays with the application until the code is exchanged (`code_verifier`). */
  readonly verifier: string;
  /** Goes into the link to the sign-in page, beside `code_challenge_method=S256`. */
  readonly challenge: string;
}

/**
 * A fresh pair for one sign-in: a code that is stolen on its way is worth nothing without the verifier.
 * Source: https://www.rfc-editor.org/rfc/rfc7636#section-4
 */
export function pkcePair(): PkcePair {
  // 32 octets are the 43 characters that the RFC recommends.
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: challengeOf(verifier) };
}

/** The challenge of a verifier, by the method S256. */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
