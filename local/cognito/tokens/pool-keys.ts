import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { JWTPayload } from "jose";
import type { Clock } from "../../clock.ts";
import type { VerificationKey } from "../../gateway/jwt/issuer-keys.ts";
import { createSigner } from "./compact-jws.ts";
import type { KeyPurpose, StoredKey, StoredKeys } from "../tables/keys.ts";

/** The public half of a signing key, as the pool publishes it (C10). */
export interface PublishedKey {
  readonly alg: "RS256";
  readonly e: string;
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly use: "sig";
}

/** The keys of one pool: two that sign, and those that signed before them (C9). */
export interface PoolKeys {
  /** Signs with RS256 and a header of `kid` and `alg` only (C8). */
  sign(purpose: KeyPurpose, claims: JWTPayload): Promise<string>;
  /** The public key with this id, while a token that it signed can be valid. */
  find(kid: string): VerificationKey | undefined;
  /** Those that {@link find} finds: the two that sign, then the former ones, the latest first. */
  readonly published: readonly PublishedKey[];
}

/** What the keys of a pool are read from. */
export interface KeySource {
  readonly keys: StoredKeys;
  readonly clock: Clock;
}

// No token lives longer than a day (C29); one that was being signed when its key retired gets a minute.
const VERIFIES_FOR = (24 * 60 + 1) * 60_000;

interface PublicHalf {
  readonly verification: VerificationKey;
  readonly published: PublishedKey;
  /** When the last token that it signed has expired, in milliseconds since 1970; never for a key that signs. */
  readonly until: number;
}

/** The keys of a pool as they are in the store now. */
export function readPoolKeys({ keys, clock }: KeySource, poolId: string): PoolKeys {
  const signing = keys.ofPool(poolId).map(privateHalf);
  const signers = new Map(
    signing.map(({ purpose, kid, key }) => [purpose, createSigner(kid, key)]),
  );
  const halves = new Map(
    [
      ...signing.map(({ kid, key }) => publicHalf(kid, createPublicKey(key))),
      ...keys
        .formerOf(poolId)
        .map(({ kid, spki, retired }) => publicHalf(kid, readSpki(spki), retired + VERIFIES_FOR)),
    ].map((half) => [half.published.kid, half]),
  );
  const isCurrent = ({ until }: PublicHalf): boolean => clock.now() < until;
  return {
    get published() {
      return [...halves.values()].filter(isCurrent).map(({ published }) => published);
    },
    find: (kid) => {
      const half = halves.get(kid);
      return half && isCurrent(half) ? half.verification : undefined;
    },
    sign: async (purpose, claims) => {
      const signer = signers.get(purpose);
      if (!signer) throw new Error(`pool ${poolId} has no ${purpose} key`);
      return signer(claims);
    },
  };
}

/** What is kept of a key that signs no more: DER of its SubjectPublicKeyInfo. */
export function spkiOf(key: StoredKey): Uint8Array {
  return createPublicKey(privateHalf(key).key).export({ format: "der", type: "spki" });
}

function privateHalf({ purpose, kid, pkcs8 }: StoredKey) {
  return {
    purpose,
    kid,
    key: createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" }),
  };
}

function readSpki(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
}

function publicHalf(kid: string, key: KeyObject, until = Infinity): PublicHalf {
  const { e = "", n = "" } = key.export({ format: "jwk" });
  return {
    verification: { key, alg: "RS256" },
    published: { alg: "RS256", e, kid, kty: "RSA", n, use: "sig" },
    until,
  };
}
