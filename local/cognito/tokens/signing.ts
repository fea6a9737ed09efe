import { generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { type KeySource, type PoolKeys, readPoolKeys, spkiOf } from "./pool-keys.ts";
import type { Store } from "../store.ts";
import type { KeyPurpose } from "../tables/keys.ts";

/** Finds the keys of pools. */
export interface PoolKeySource {
  /** The pool's keys: at once where they are known, else a promise of them. */
  keysOf(poolId: string): PoolKeys | Promise<PoolKeys>;
}

/** Signing keys of all pools. Made once per process: reloads of the program keep them. */
export interface Signing extends PoolKeySource {
  /** Starts to make the keys of so many pools, before the pools are known. */
  prepare(pools: number): void;
  /**
   * Gives the pool two new keys, which sign from then on (C9). The former ones verify as long as a token that they signed
   * can be valid, four generations at most.
   */
  rotate(poolId: string): Promise<PoolKeys>;
}

const PURPOSES: readonly KeyPurpose[] = ["id", "access"];

/**
 * Signing keys that live in the store. Making one takes 50 to 200 ms, off the main thread (T17).
 * @param makeKey gives a new private key
 */
export function createSigning(store: Store, clock: Clock, makeKey = generateRsaKey): Signing {
  const spare: Promise<KeyObject>[] = [];
  const ready = new Map<string, PoolKeys>();
  const pending = new Map<string, Promise<PoolKeys>>();

  async function make(poolId: string): Promise<PoolKeys> {
    const missing = PURPOSES.filter(
      (purpose) => !store.keys.ofPool(poolId).some((key) => key.purpose === purpose),
    );
    const made = await Promise.all(missing.map(() => spare.pop() ?? makeKey()));
    addKeys(store, poolId, missing, made);
    return load(poolId);
  }

  function load(poolId: string): PoolKeys {
    const keys = readPoolKeys({ keys: store.keys, clock }, poolId);
    ready.set(poolId, keys);
    pending.delete(poolId);
    return keys;
  }

  function keysOf(poolId: string): PoolKeys | Promise<PoolKeys> {
    const known = ready.get(poolId) ?? pending.get(poolId);
    if (known) return known;
    if (store.keys.ofPool(poolId).length === PURPOSES.length) return load(poolId);
    const making = make(poolId);
    pending.set(poolId, making);
    making.catch(() => pending.delete(poolId));
    return making;
  }

  return {
    keysOf,
    prepare: (pools) => {
      for (let count = spare.length; count < pools * PURPOSES.length; count++) {
        const key = makeKey();
        // Whoever takes the key sees its failure; until then it must not end the process.
        key.catch(() => undefined);
        spare.push(key);
      }
    },
    rotate: async (poolId) => {
      // Keys that are still being made would take the new ones' place.
      await keysOf(poolId);
      const made = await Promise.all(PURPOSES.map(() => makeKey()));
      store.transaction(() => {
        retireKeys(store, poolId, clock.now());
        addKeys(store, poolId, PURPOSES, made);
      });
      return load(poolId);
    },
  };
}

/** The keys that are there: nothing is made or kept, so that others may use the store meanwhile. */
export function readSigning(source: KeySource): PoolKeySource {
  return { keysOf: (poolId) => readPoolKeys(source, poolId) };
}

function retireKeys({ keys }: Store, poolId: string, retired: number): void {
  const former = keys.ofPool(poolId);
  keys.retire(
    poolId,
    former.map((key) => ({ kid: key.kid, spki: spkiOf(key), retired })),
  );
}

function addKeys(
  { keys }: Store,
  poolId: string,
  purposes: readonly KeyPurpose[],
  made: readonly KeyObject[],
): void {
  purposes.forEach((purpose, index) => {
    const pkcs8 = made[index]?.export({ format: "der", type: "pkcs8" });
    if (pkcs8) keys.add(poolId, { purpose, kid: newKid(), pkcs8 });
  });
}

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
