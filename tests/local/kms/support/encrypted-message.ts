import { createDecipheriv, createPublicKey, ECDH, hkdfSync, verify } from "node:crypto";

/** A message of the AWS Encryption SDK taken apart. */
export interface ReadMessage {
  /** Hex digits of version, type and algorithm suite. */
  readonly suite: string;
  readonly id: Buffer;
  readonly context: Readonly<Record<string, string>>;
  /** Provider, key ARN and ciphertext of each data key. */
  readonly dataKeys: readonly (readonly [string, string, Buffer])[];
  /** Hex digits from the content type to the frame length. */
  readonly layout: string;
  /** What the header's tag is over. */
  readonly header: Buffer;
  readonly headerAuthentication: Buffer;
  readonly frame: Buffer;
  readonly signature: Buffer;
}

/** Reads a message of one frame by the published format, apart from the code that writes it. */
export function readMessage(message: Buffer): ReadMessage {
  let at = 0;
  const take = (length: number): Buffer => message.subarray(at, (at += length));
  const sized = (): Buffer => take(take(2).readUInt16BE());
  const suite = take(4).toString("hex");
  const id = take(16);
  const context = readContext(sized());
  const dataKeys = Array.from(
    { length: take(2).readUInt16BE() },
    () => [sized().toString(), sized().toString(), sized()] as const,
  );
  const layout = take(10).toString("hex");
  const header = message.subarray(0, at);
  const headerAuthentication = take(28);
  const frameHead = take(24);
  const frame = Buffer.concat([frameHead, take(frameHead.readUInt32BE(20) + 16)]);
  const signature = sized();
  if (at !== message.length) throw new Error("bytes after the message");
  return { suite, id, context, dataKeys, layout, header, headerAuthentication, frame, signature };
}

function readContext(bytes: Buffer): Record<string, string> {
  const context: Record<string, string> = {};
  let at = 2;
  const text = (): string => {
    const start = at + 2;
    at = start + bytes.readUInt16BE(at);
    return bytes.toString("utf8", start, at);
  };
  for (let left = bytes.readUInt16BE(); left > 0; left -= 1) context[text()] = text();
  return context;
}

/** Checks header, frame and signature with the data key, and gives the text. */
export function openMessage(message: Buffer, dataKey: Uint8Array): string {
  const { id, header, headerAuthentication, frame, signature, context } = readMessage(message);
  const signed = message.subarray(0, message.length - signature.length - 2);
  if (!verify("sha384", signed, publicKey(context), signature)) throw new Error("bad signature");
  const info = Buffer.concat([Buffer.from("0378", "hex"), id]);
  const key = Buffer.from(hkdfSync("sha384", dataKey, Buffer.alloc(0), info, 32));
  open(key, headerAuthentication.subarray(0, 12), headerAuthentication.subarray(12), header);
  const length = Buffer.concat([Buffer.alloc(4), frame.subarray(20, 24)]);
  const name = Buffer.from("AWSKMSEncryptionClient Final Frame");
  const authenticated = Buffer.concat([id, name, frame.subarray(4, 8), length]);
  return open(key, frame.subarray(8, 20), frame.subarray(24), authenticated).toString();
}

function open(key: Buffer, iv: Buffer, sealed: Buffer, authenticated: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(authenticated);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

function publicKey(context: Readonly<Record<string, string>>) {
  const point = Buffer.from(context["aws-crypto-public-key"] ?? "", "base64");
  const raw = ECDH.convertKey(point, "secp384r1", undefined, undefined, "uncompressed") as Buffer;
  const [x, y] = [raw.toString("base64url", 1, 49), raw.toString("base64url", 49)];
  return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-384", x, y } });
}
