import { constants, createPublicKey, getDiffieHellman, publicEncrypt } from "node:crypto";

/** Bytes of a number of the group. */
export const GROUP_BYTES = 384;

// RFC 5054's 3072-bit group is RFC 3526's group 15, which OpenSSL knows by name. Asking for it by name skips
// the test of the prime that createDiffieHellman would make, two seconds of it (T18).
const PRIME = getDiffieHellman("modp15").getPrime();
const MODULUS = PRIME.toString("base64url");

/** N of the 3072-bit group (C205). */
export const N = toNumber(PRIME);

/** Minimal big-endian bytes to number. */
export function toNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** The number as exactly the bytes of the group. */
export function toGroupBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(GROUP_BYTES * 2, "0"), "hex");
}

/** 2^exponent mod N, as the bytes of the group. */
export function powerOfGenerator(exponent: Uint8Array): Buffer {
  return power(2n, exponent);
}

/**
 * base^exponent mod N, as the bytes of the group; half a millisecond for 256 bits.
 * @param exponent big-endian, not 0
 */
export function power(base: bigint, exponent: Uint8Array): Buffer {
  // RSA without padding (RFC 8017, section 5.1.1) is exponentiation and nothing else: OpenSSL takes any modulus of up
  // to 3,072 bits and any exponent. Its Diffie-Hellman first raises 2 as well, two and a half times the work.
  const e = Buffer.from(exponent).toString("base64url");
  const key = createPublicKey({ key: { kty: "RSA", n: MODULUS, e }, format: "jwk" });
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, toGroupBytes(base % N));
}
