import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

/** Names and values that a ciphertext is bound to; whoever decrypts gives the same ones, in any order. */
export type EncryptionContext = { readonly [name: string]: string };

const VERSION = 1;
const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 3;

/**
 * Encrypts under a key. What comes out is this KMS's own business, as AWS's is: one byte of version, two of the ARN's
 * length, the key's ARN, 12 bytes of IV, AES-256-GCM's ciphertext, and its tag over all before it and the context.
 * @param key 32 bytes
 */
export function encrypt(
  keyArn: string,
  key: KeyObject,
  { plaintext, context }: { readonly plaintext: Uint8Array; readonly context: EncryptionContext },
): Buffer {
  const arn = Buffer.from(keyArn);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(VERSION);
  head.writeUInt16BE(arn.length, 1);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  cipher.setAAD(Buffer.concat([head, arn, canonical(context)]));
  return Buffer.concat([
    head,
    arn,
    iv,
    cipher.update(plaintext),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** ARN of the key that a ciphertext was made with; undefined for other bytes. */
export function keyArnOf(ciphertext: Buffer): string | undefined {
  if (ciphertext.length < HEAD_BYTES || ciphertext.readUInt8() !== VERSION) return undefined;
  const end = HEAD_BYTES + ciphertext.readUInt16BE(1);
  if (ciphertext.length < end + IV_BYTES + TAG_BYTES) return undefined;
  return ciphertext.toString("utf8", HEAD_BYTES, end);
}

/**
 * Decrypts what {@link encrypt} gave.
 * @param ciphertext one that has a {@link keyArnOf}
 * @returns undefined where a bit, the key or the context is another one
 */
export function decrypt(
  key: KeyObject,
  ciphertext: Buffer,
  context: EncryptionContext,
): Buffer | undefined {
  const ivStart = HEAD_BYTES + ciphertext.readUInt16BE(1);
  const start = ivStart + IV_BYTES;
  const end = ciphertext.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, ciphertext.subarray(ivStart, start));
  decipher.setAAD(Buffer.concat([ciphertext.subarray(0, ivStart), canonical(context)]));
  decipher.setAuthTag(ciphertext.subarray(end));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(start, end)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The same bytes for the same pairs, and for no others. */
function canonical(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}
