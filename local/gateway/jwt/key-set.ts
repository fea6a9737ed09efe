import { createPublicKey, type JsonWebKey } from "node:crypto";
import { parseJsonObject } from "../../strict-json.ts";
import type { VerificationKey } from "./issuer-keys.ts";

/** More keys than any issuer has (T026). */
const maximumKeys = 64;

const algorithms: ReadonlySet<unknown> = new Set(["RS256", "RS384", "RS512"]);

/**
 * Reads a JSON Web Key Set for verification.
 * Keys that cannot verify a token are passed over: another kind, too weak, for encryption, without `kid` (H297, K144, K149).
 * @returns the keys by `kid`; undefined for a set that is not to be believed at all, or that has nothing to verify
 * with (K145, K151, T026), so that the last good one stays
 */
export function readKeySet(text: string): ReadonlyMap<string, VerificationKey> | undefined {
  const keys = parseJsonObject(text, true)?.["keys"];
  if (!Array.isArray(keys) || keys.length > maximumKeys) return undefined;
  const byKid = new Map<string, VerificationKey>();
  const seen = new Set<string>();
  for (const jwk of keys as readonly unknown[]) {
    if (!isPlainKey(jwk)) return undefined;
    const { kid } = jwk;
    if (typeof kid !== "string" || kid === "" || kid.length > 256) continue;
    // K145: two keys of one name, and nobody can say whose the second is.
    if (seen.has(kid)) return undefined;
    seen.add(kid);
    const key = readKey(jwk);
    if (key) byKid.set(kid, key);
  }
  return byKid.size > 0 ? byKid : undefined;
}

/**
 * One key of a set, or undefined when it cannot verify: RSA of 2048 bits or more with exponent 65537 (K153),
 * meant for signatures, without private parts.
 */
function readKey(jwk: Readonly<Record<string, unknown>>): VerificationKey | undefined {
  const { kty, use, alg, n, e, key_ops: operations } = jwk;
  if (kty !== "RSA" || typeof n !== "string" || typeof e !== "string") return undefined;
  if (use !== undefined && use !== "sig") return undefined;
  if (alg !== undefined && !algorithms.has(alg)) return undefined;
  if (operations !== undefined && !isFor("verify", operations)) return undefined;
  // A published private key verifies anybody's tokens.
  if (["d", "p", "q", "dp", "dq", "qi", "oth"].some((name) => Object.hasOwn(jwk, name))) {
    return undefined;
  }
  try {
    const jwkOnly: JsonWebKey = { kty, n, e };
    const key = createPublicKey({ key: jwkOnly, format: "jwk" });
    const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
    const isStrong = modulusLength >= 2048 && modulusLength <= 8192 && publicExponent === 65537n;
    return isStrong ? { key, alg: typeof alg === "string" ? alg : undefined } : undefined;
  } catch {
    return undefined;
  }
}

function isPlainKey(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    !Object.hasOwn(value, "__proto__")
  );
}

function isFor(operation: string, operations: unknown): boolean {
  return Array.isArray(operations) && operations.includes(operation);
}
