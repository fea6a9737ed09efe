import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { IssuerKeys, VerificationKey } from "../../../../local/gateway/jwt/issuer-keys.ts";
import { clientId, issuer } from "./graph.ts";

/** Seconds since 1970 at which test tokens live. */
export const now = 1_788_000_000;

/** Two published keys and an attacker's; made once per test process. */
export const keys = {
  k1: newKey(),
  k2: newKey(),
  attacker: newKey(),
};

function newKey(modulusLength = 2048): KeyObject {
  return generateKeyPairSync("rsa", { modulusLength }).privateKey;
}

/** Who issues tokens, for whom, with which keys, and when. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly clientId: string;
  /** Private keys. The first two are published under their names, RS256; the attacker's is not. */
  readonly keys: { readonly k1: KeyObject; readonly k2: KeyObject; readonly attacker: KeyObject };
  /** Seconds since 1970. */
  readonly now: number;
}

/** The issuer of tests: a pool with two keys and one client. */
export const testIssuer: TokenIssuer = { issuer, clientId, keys, now };

/** Claims of an access token as Cognito issues them. */
export function accessClaims(
  changes: Record<string, unknown> = {},
  from: TokenIssuer = testIssuer,
): Record<string, unknown> {
  return {
    sub: "6418b458-d091-705e-122e-04bf2945fcdf",
    iss: from.issuer,
    client_id: from.clientId,
    origin_jti: "9f0a4f6e-3ad2-4d60-8a53-6a5fbbb0ee4b",
    event_id: "1d1bd0d5-7ae2-4a1f-a4b6-6b6b8f0d5a11",
    token_use: "access",
    scope: "openid api/read",
    auth_time: from.now - 60,
    exp: from.now + 3600,
    iat: from.now - 60,
    jti: "aaaa1111-2222-4333-8444-555566667777",
    username: "ada",
    ...changes,
  };
}

export const goodHeader = { kid: "k1", alg: "RS256" };

export function encode(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return Buffer.from(text, "utf8").toString("base64url");
}

/** Signs two encoded parts with RSA PKCS#1 and SHA-256, or what is said. */
export function signParts(
  header: string,
  payload: string,
  key: KeyObject = keys.k1,
  digest = "sha256",
): string {
  const signature = sign(digest, Buffer.from(`${header}.${payload}`), key);
  return `${header}.${payload}.${signature.toString("base64url")}`;
}

/** A token with these claims and header; good unless something is changed. */
export function token(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = goodHeader,
  key: KeyObject = keys.k1,
): string {
  return signParts(encode(header), encode(accessClaims(claims)), key);
}

/** Removes a claim, as `undefined` does in JSON. */
export const absent = undefined;

export function verificationKey(
  key: KeyObject,
  alg: string | undefined = "RS256",
): VerificationKey {
  return { key: createPublicKey(key), alg };
}

const published = new Map([
  ["k1", verificationKey(keys.k1)],
  ["k2", verificationKey(keys.k2)],
]);

/** The keys of the test pool, both published. */
export const poolKeys: IssuerKeys = {
  issuers: [issuer],
  find: (kid) => published.get(kid),
};
