import { createHmac, hash, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits as text: what a browser or client holds. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the store keeps of a secret: someone who reads the file cannot present it. */
export function hashOf(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** Bytes that depend on a key and texts, nothing else; the texts cannot run into one another. */
export function keyedHash(key: KeyObject, ...texts: readonly string[]): Buffer {
  return createHmac("sha256", key).update(JSON.stringify(texts)).digest();
}

/** Compares two texts in a time that does not tell where they differ, nor how long the expected one is. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hashOf(given), hashOf(expected));
}
