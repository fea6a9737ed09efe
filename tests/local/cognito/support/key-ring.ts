import type { KeyObject } from "node:crypto";
import { generateRsaKey } from "../../../../local/cognito/tokens/signing.ts";

/** More than a pool has at any time: its pair, and four former ones (C9). */
const LENGTH = 12;

const ring: Promise<KeyObject>[] = [];
let next = 0;

/**
 * A private key that none of the last eleven calls gave. Tests of one process share them, under names of their own:
 * making one takes as long as most of the tests.
 */
export function keyOfRing(): Promise<KeyObject> {
  const key = (ring[next] ??= generateRsaKey());
  next = (next + 1) % LENGTH;
  return key;
}
