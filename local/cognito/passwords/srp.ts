import { createHash, createHmac, hkdfSync } from "node:crypto";
import {
  GROUP_BYTES,
  N,
  power,
  powerOfGenerator,
  toGroupBytes,
  toNumber,
} from "./modular-power.ts";

/** Whose password it is; both parts go into the hash, so a verifier fits one user of one pool only (C208). */
export interface SrpIdentity {
  /** The part of the pool id after the underscore. */
  readonly poolName: string;
  /** The internal user name. */
  readonly userId: string;
}

const INFO = "Caldera Derived Key";
const KEY_BYTES = 16;

/** Minimal big-endian bytes, with a zero byte in front when the top bit is set (C206). */
export function pad(value: Uint8Array): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  const minimal = first < 0 ? Buffer.from([0]) : value.subarray(first);
  const sign = (minimal[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from(sign), minimal]);
}

/** k = H(pad(N) | pad(g)) (C207). */
export const K = toNumber(hash(pad(toGroupBytes(N)), Buffer.from([2])));

/** x, the private value of a password (C208). */
export function privateValue(identity: SrpIdentity, saltHex: string, password: string): Buffer {
  const inner = hash(Buffer.from(`${identity.poolName}${identity.userId}:${password}`));
  return hash(pad(Buffer.from(saltHex, "hex")), inner);
}

/** v = g^x mod N, what the store keeps of a password. */
export function verifierOf(identity: SrpIdentity, saltHex: string, password: string): Buffer {
  return powerOfGenerator(privateValue(identity, saltHex, password));
}

/** B = (k·v + g^b) mod N (C209). */
export function serverPublic(verifier: Uint8Array, b: Uint8Array): bigint {
  return (K * toNumber(verifier) + toNumber(powerOfGenerator(b))) % N;
}

/** A as sent by a client, or undefined for what no client sends: not hexadecimal, 0 modulo N, N or more (O113). */
export function readClientPublic(hex: string): bigint | undefined {
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length > GROUP_BYTES * 2 + 2) return undefined;
  const value = BigInt(`0x${hex}`);
  return value > 0n && value < N ? value : undefined;
}

/**
 * The key that client and server share when the password is right (C209, C210).
 * @returns undefined when u is 0
 */
export function sharedKey(args: {
  readonly clientPublic: bigint;
  readonly serverPublic: bigint;
  readonly verifier: Uint8Array;
  readonly b: Uint8Array;
}): Buffer | undefined {
  const u = hash(pad(toGroupBytes(args.clientPublic)), pad(toGroupBytes(args.serverPublic)));
  if (u.every((byte) => byte === 0)) return undefined;
  const base = (args.clientPublic * toNumber(power(toNumber(args.verifier), u))) % N;
  const secret = power(base, args.b);
  return Buffer.from(hkdfSync("sha256", pad(secret), pad(u), INFO, KEY_BYTES));
}

/** The client's proof (C211), Base64. */
export function claimSignature(
  key: Uint8Array,
  identity: SrpIdentity,
  claim: { readonly secretBlock: Uint8Array; readonly timestamp: string },
): string {
  return createHmac("sha256", key)
    .update(identity.poolName)
    .update(identity.userId)
    .update(claim.secretBlock)
    .update(claim.timestamp)
    .digest("base64");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const TIMESTAMP =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\w{3}) ([1-9]|[12]\d|3[01]) (\d\d):(\d\d):(\d\d) UTC (\d{4})$/;

/** Milliseconds since 1970 of a timestamp in the form of C212, undefined for any other form. */
export function readTimestamp(timestamp: string): number | undefined {
  const [, month = "", day, hours, minutes, seconds, year] = TIMESTAMP.exec(timestamp) ?? [];
  const monthIndex = MONTHS.indexOf(month);
  if (monthIndex < 0) return undefined;
  return Date.UTC(
    ...([Number(year), monthIndex, Number(day)] as const),
    ...([Number(hours), Number(minutes), Number(seconds)] as const),
  );
}

function hash(...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
}
