import { createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";

/** Who a certificate is of, and how long it holds. */
export interface CertificateWish {
  readonly commonName: string;
  /** Milliseconds; the certificate holds from then on. */
  readonly from: number;
  readonly years: number;
}

const TAGS = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  identifier: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
} as const;

const COMMON_NAME = Buffer.from("550403", "hex"); // 2.5.4.3
const BASIC_CONSTRAINTS = Buffer.from("551d13", "hex"); // 2.5.29.19
const SHA256_WITH_RSA = Buffer.from("2a864886f70d01010b", "hex"); // 1.2.840.113549.1.1.11
const NULL = Buffer.from("0500", "hex");
const VERSION_3 = Buffer.of(2);

/**
 * A certificate that an RSA key issues to itself: X.509 version 3, of no authority (RFC 5280 4.1).
 * @returns DER
 */
export function selfSignedCertificate(privateKey: KeyObject, wish: CertificateWish): Buffer {
  const algorithm = der("sequence", der("identifier", SHA256_WITH_RSA), NULL);
  const name = nameOf(wish.commonName);
  const until = new Date(wish.from);
  until.setUTCFullYear(until.getUTCFullYear() + wish.years);
  const content = der(
    "sequence",
    der("version", der("integer", VERSION_3)),
    der("integer", newSerialNumber()),
    algorithm,
    name,
    der("sequence", timeOf(new Date(wish.from)), timeOf(until)),
    name,
    createPublicKey(privateKey).export({ format: "der", type: "spki" }),
    der("extensions", der("sequence", noAuthority())),
  );
  return der("sequence", content, algorithm, bits(sign("sha256", content, privateKey)));
}

function nameOf(commonName: string): Buffer {
  const value = der("utf8", Buffer.from(commonName));
  return der("sequence", der("set", der("sequence", der("identifier", COMMON_NAME), value)));
}

/** Basic constraints that say nothing: whoever holds the key issues no other certificates. */
function noAuthority(): Buffer {
  return der("sequence", der("identifier", BASIC_CONSTRAINTS), der("octets", der("sequence")));
}

/** Positive, and of 16 bytes whatever they are. */
function newSerialNumber(): Buffer {
  const number = randomBytes(16);
  number.writeUInt8((number.readUInt8(0) & 0x7f) | 0x40, 0);
  return number;
}

/** Two digits of the year up to 2049, four from then on (RFC 5280 4.1.2.5). */
function timeOf(time: Date): Buffer {
  const text = time.toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return time.getUTCFullYear() < 2050
    ? der("utcTime", Buffer.from(text.slice(2)))
    : der("time", Buffer.from(text));
}

function bits(content: Buffer): Buffer {
  return der("bits", Buffer.of(0), content); // none of the last byte is unused
}

function der(tag: keyof typeof TAGS, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(TAGS[tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}
