import { createHmac, randomBytes } from "node:crypto";

const STEP_SECONDS = 30;
const DIGITS = 6;
const SECRET_BYTES = 32;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret for an authenticator app: 52 characters in Base32, as AWS gives (C219). */
export function newTotpSecret(): Uint8Array {
  return randomBytes(SECRET_BYTES);
}

/** The time step that an epoch time in milliseconds falls into (RFC 6238, section 4.2). */
export function stepAt(milliseconds: number): number {
  return Math.floor(milliseconds / 1000 / STEP_SECONDS);
}

/** The code of a time step: HMAC-SHA-1, six digits (RFC 6238; RFC 4226, section 5.3; C220). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** Steps whose codes are taken at a step: the one before and the one after for clocks that differ (C220). */
export function stepsAround(step: number): readonly number[] {
  return [step - 1, step, step + 1];
}

/** Bytes as people type them into an authenticator app (RFC 4648, section 6), without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}
