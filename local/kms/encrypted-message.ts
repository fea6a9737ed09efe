import {
  createCipheriv,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import type { EncryptionContext } from "./ciphertext.ts";
import type { Kms } from "./kms.ts";

// The message format of the AWS Encryption SDK, version 1, as Cognito's messages have it:
//
//   version 01, type 80, algorithm suite 0378, message id (16)
//   length of context (2), context: count (2), then name and value, each after its length (2), sorted by name
//   count of encrypted data keys 0001, then provider, key ARN and the key's ciphertext, each after its length (2)
//   content type 02 (framed), reserved (4), IV length 0c, frame length (4)
//   header authentication: IV of zeros (12), tag (16) of AES-GCM over all before it
//   final frame: ffffffff, sequence number (4), IV (12), length of content (4), content, tag (16)
//   footer: length of signature (2), ECDSA signature over all before it
//
// Source: https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
const VERSION_AND_TYPE = Buffer.of(0x01, 0x80);
/** AES-256-GCM, data key derived by HKDF with SHA-384, signed by ECDSA on P-384. */
const SUITE = Buffer.of(0x03, 0x78);
const PROVIDER = "aws-kms";
const FRAMED = Buffer.of(0x02, 0, 0, 0, 0);
const FRAME_BYTES = 4096;
const FINAL_FRAME = 0xff_ff_ff_ff;
const FINAL_FRAME_CONTENT = Buffer.from("AWSKMSEncryptionClient Final Frame");
const IV_BYTES = 12;
const KEY_BYTES = 32;
/** Where decryption finds the key that verifies the signature. */
const PUBLIC_KEY = "aws-crypto-public-key";

/**
 * Encrypts a short text as the AWS Encryption SDK does, with a data key under a KMS key.
 * @param plaintext 4,096 bytes at most: one frame
 * @param context is bound to the message, and readable in it
 * @throws ServiceError as the KMS key refuses
 */
export function encryptMessage(
  kms: Pick<Kms, "newDataKey">,
  keyArn: string,
  message: { readonly plaintext: string; readonly context: EncryptionContext },
): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const context = { ...message.context, [PUBLIC_KEY]: compressedPoint(publicKey) };
  const dataKey = kms.newDataKey(keyArn, context);
  const id = randomBytes(16);
  const key = Buffer.from(
    hkdfSync("sha384", dataKey.plaintext, Buffer.alloc(0), Buffer.concat([SUITE, id]), KEY_BYTES),
  );
  const header = Buffer.concat([
    VERSION_AND_TYPE,
    SUITE,
    id,
    sized(serialisedContext(context)),
    uint16(1),
    ...[Buffer.from(PROVIDER), Buffer.from(dataKey.keyArn), dataKey.ciphertext].map(sized),
    FRAMED,
    Buffer.of(IV_BYTES),
    uint32(FRAME_BYTES),
  ]);
  const signed = Buffer.concat([
    header,
    ...headerAuthentication(key, header),
    ...finalFrame(key, id, Buffer.from(message.plaintext)),
  ]);
  return Buffer.concat([signed, sized(sign("sha384", signed, privateKey))]);
}

function headerAuthentication(key: Buffer, header: Buffer): Buffer[] {
  const iv = Buffer.alloc(IV_BYTES);
  const { tag } = seal(key, { iv, plaintext: Buffer.alloc(0), authenticated: header });
  return [iv, tag];
}

function finalFrame(key: Buffer, id: Buffer, plaintext: Buffer): Buffer[] {
  const sequence = uint32(1);
  const iv = Buffer.concat([Buffer.alloc(IV_BYTES - sequence.length), sequence]);
  const length = uint32(plaintext.length);
  // The length stands in eight bytes here, and in four in the frame.
  const authenticated = Buffer.concat([id, FINAL_FRAME_CONTENT, sequence, uint32(0), length]);
  const { ciphertext, tag } = seal(key, { iv, plaintext, authenticated });
  return [uint32(FINAL_FRAME), sequence, iv, length, ciphertext, tag];
}

function seal(
  key: Buffer,
  content: { readonly iv: Buffer; readonly plaintext: Buffer; readonly authenticated: Buffer },
): { readonly ciphertext: Buffer; readonly tag: Buffer } {
  const cipher = createCipheriv("aes-256-gcm", key, content.iv);
  cipher.setAAD(content.authenticated);
  const ciphertext = Buffer.concat([cipher.update(content.plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

function serialisedContext(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = pairs.flat().map((text) => sized(Buffer.from(text)));
  return Buffer.concat([uint16(pairs.length), ...texts]);
}

/** The point of a public key, base64, in its compressed form: the sign of y, then x (SEC 1, 2.3.3). */
function compressedPoint(publicKey: KeyObject): string {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const isOdd = (Buffer.from(y, "base64url").at(-1) ?? 0) % 2 === 1;
  return Buffer.concat([Buffer.of(isOdd ? 3 : 2), Buffer.from(x, "base64url")]).toString("base64");
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
