import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type { JWTPayload } from "jose";
import type { VerificationKey } from "../gateway/jwt/issuer-keys.ts";
import type { Store } from "./store.ts";
import type { KeyPurpose, KeysTable } from "./tables/keys.ts";

/** The public half of a signing key, as the pool publishes it (C10). */
export interface PublishedKey {
  readonly alg: "RS256";
  readonly e: string;
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly use: "sig";
}

/** The two signing keys of one pool (C9). */
export interface PoolKeys {
  /** Signs with RS256 and a header of `kid` and `alg` only (C8). */
  sign(purpose: KeyPurpose, claims: JWTPayload): Promise<string>;
  /** The public key with this id. */
  find(kid: string): VerificationKey | undefined;
  readonly published: readonly PublishedKey[];
}

/** Signing keys of all pools. Made once per process: reloads of the program keep them. */
export interface Signing {
  /** Starts to make the keys of so many pools, before the pools are known. */
  prepare(pools: number): void;
  /** The pool's keys: at once where they are known, else a promise of them. */
  keysOf(poolId: string): PoolKeys | Promise<PoolKeys>;
}

const PURPOSES: readonly KeyPurpose[] = ["id", "access"];

/** Signing keys that live in the store. Making one takes 50 to 200 ms, off the main thread (T17). */
export function createSigning(store: Store): Signing {
  const spare: Promise<KeyObject>[] = [];
  const ready = new Map<string, PoolKeys>();
  const pending = new Map<string, Promise<PoolKeys>>();

  async function make(poolId: string): Promise<PoolKeys> {
    const missing = PURPOSES.filter(
      (purpose) => !store.keys.ofPool(poolId).some((key) => key.purpose === purpose),
    );
    const made = await Promise.all(missing.map(() => spare.pop() ?? generateRsaKey()));
    missing.forEach((purpose, index) => {
      const pkcs8 = made[index]?.export({ format: "der", type: "pkcs8" });
      if (pkcs8) store.keys.add(poolId, { purpose, kid: newKid(), pkcs8 });
    });
    return load(poolId);
  }

  function load(poolId: string): PoolKeys {
    const keys = poolKeys(store.keys, poolId);
    ready.set(poolId, keys);
    pending.delete(poolId);
    return keys;
  }

  return {
    prepare: (pools) => {
      for (let count = spare.length; count < pools * PURPOSES.length; count++) {
        const key = generateRsaKey();
        // Whoever takes the key sees its failure; until then it must not end the process.
        key.catch(() => undefined);
        spare.push(key);
      }
    },
    keysOf: (poolId) => {
      const known = ready.get(poolId) ?? pending.get(poolId);
      if (known) return known;
      if (store.keys.ofPool(poolId).length === PURPOSES.length) return load(poolId);
      const making = make(poolId);
      pending.set(poolId, making);
      making.catch(() => pending.delete(poolId));
      return making;
    },
  };
}

/** The keys that are there: nothing is made or kept, so that others may use the store meanwhile. */
export function readSigning(keys: StoredKeys): Signing {
  return { prepare: () => undefined, keysOf: (poolId) => poolKeys(keys, poolId) };
}

type StoredKeys = Pick<KeysTable, "ofPool">;

/** Makes an RSA key of 2048 bits, off the main thread. */
export function generateRsaKey(): Promise<KeyObject> {
  return new Promise((resolve, reject) =>
    generateKeyPair("rsa", { modulusLength: 2048 }, (error, _publicKey, privateKey) =>
      error ? reject(error) : resolve(privateKey),
    ),
  );
}

/** Base64 of 32 bytes, padding included (C10). */
function newKid(): string {
  return randomBytes(32).toString("base64");
}

function poolKeys(keys: StoredKeys, poolId: string): PoolKeys {
  const byPurpose = new Map<KeyPurpose, { kid: string; privateKey: KeyObject }>();
  const byKid = new Map<string, VerificationKey>();
  const published: PublishedKey[] = [];
  for (const { purpose, kid, pkcs8 } of keys.ofPool(poolId)) {
    const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
    const publicKey = createPublicKey(privateKey);
    const { e = "", n = "" } = publicKey.export({ format: "jwk" });
    byPurpose.set(purpose, { kid, privateKey });
    byKid.set(kid, { key: publicKey, alg: "RS256" });
    published.push({ alg: "RS256", e, kid, kty: "RSA", n, use: "sig" });
  }
  return {
    published,
    find: (kid) => byKid.get(kid),
    sign: async (purpose, claims) => {
      // Loaded with the first token: a start without one does not wait for it (T16).
      const { SignJWT } = await import("jose/jwt/sign");
      const key = byPurpose.get(purpose);
      if (!key) throw new Error(`pool ${poolId} has no ${purpose} key`);
      const header = { kid: key.kid, alg: "RS256" };
      return new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
    },
  };
}
