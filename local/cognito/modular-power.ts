import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  getDiffieHellman,
  type KeyObject,
} from "node:crypto";

/** Bytes of a number of the group. */
export const GROUP_BYTES = 384;

// RFC 5054's 3072-bit group is RFC 3526's group 15, which OpenSSL knows by name. Asking for it by name skips
// the test of the prime that createDiffieHellman would make, two seconds of it (T18).
const PRIME = getDiffieHellman("modp15").getPrime();

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

/** 2^exponent mod N. OpenSSL computes it while it reads a private key; half a millisecond. */
export function powerOfGenerator(exponent: Uint8Array): Buffer {
  const spki = createPublicKey(privateKey(exponent)).export({ format: "der", type: "spki" });
  return lastInteger(spki);
}

/**
 * base^exponent mod N, off the main thread.
 * @throws when the base is not a proper member of the group (0, 1, N-1, outside of the subgroup of 2)
 */
export function power(base: bigint, exponent: Uint8Array): Promise<bigint> {
  return new Promise((resolve, reject) => {
    const keys = { privateKey: privateKey(exponent), publicKey: publicKey(toGroupBytes(base)) };
    diffieHellman(keys, (error, secret) => (error ? reject(error) : resolve(toNumber(secret))));
  });
}

const ALGORITHM = sequence(
  Buffer.from("06092a864886f70d010301", "hex"), // dhKeyAgreement, PKCS #3
  sequence(integer(PRIME), integer(Buffer.from([2]))),
);

function privateKey(exponent: Uint8Array): KeyObject {
  const key = sequence(integer(Buffer.from([0])), ALGORITHM, element(0x04, integer(exponent)));
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function publicKey(value: Uint8Array): KeyObject {
  const bits = element(0x03, Buffer.concat([Buffer.from([0]), integer(value)]));
  return createPublicKey({ key: sequence(ALGORITHM, bits), format: "der", type: "spki" });
}

/** The public value at the end of an SPKI document, as the bytes of the group. */
function lastInteger(spki: Buffer): Buffer {
  const bytes = Buffer.alloc(GROUP_BYTES);
  // The document is ALGORITHM and a bit string that holds one integer, both with lengths of their own.
  const start = spki.indexOf(ALGORITHM) + ALGORITHM.length;
  const bits = content(spki, start);
  const value = content(bits, 1); // after the count of unused bits
  const minimal = value.subarray(value[0] === 0 ? 1 : 0);
  minimal.copy(bytes, GROUP_BYTES - minimal.length);
  return bytes;
}

function content(der: Buffer, start: number): Buffer {
  const first = der[start + 1] ?? 0;
  if (first < 0x80) return der.subarray(start + 2, start + 2 + first);
  const lengthBytes = first & 0x7f;
  const from = start + 2 + lengthBytes;
  return der.subarray(from, from + der.readUIntBE(start + 2, lengthBytes));
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function integer(value: Uint8Array): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  const minimal = first < 0 ? Buffer.from([0]) : value.subarray(first);
  const sign = (minimal[0] ?? 0) >= 0x80 ? [0] : [];
  return element(0x02, Buffer.concat([Buffer.from(sign), minimal]));
}

function element(tag: number, value: Uint8Array): Buffer {
  const { length } = value;
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...header]), value]);
}
