import { type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { hasWaiting } from "../../own-turn.ts";

const signInPool = promisify<string, Buffer, KeyObject, Buffer>(sign);
const ALGORITHM = "RSA-SHA256";

/** Signs claims with RS256 (RFC 7515, section 7.1; RFC 7518, section 3.3). */
export type SignClaims = (claims: object) => Promise<string>;

/**
 * Makes the function that signs with one key; its tokens' header is `kid` and `alg`, nothing else (C8).
 * Written here because jose hands every signature to a thread, which wakes it and is woken: a sign-in that is alone
 * waits for that as long as for the signature.
 */
export function createSigner(kid: string, key: KeyObject): SignClaims {
  const header = encoded({ kid, alg: "RS256" });
  return async (claims) => {
    const input = `${header}.${encoded(claims)}`;
    const bytes = Buffer.from(input);
    // With others waiting for this thread, another one signs: then it is throughput that counts.
    const signature = hasWaiting()
      ? await signInPool(ALGORITHM, bytes, key)
      : sign(ALGORITHM, bytes, key);
    return `${input}.${signature.toString("base64url")}`;
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
