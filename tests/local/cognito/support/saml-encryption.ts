import {
  constants,
  createCipheriv,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";

const XMLENC = "http://www.w3.org/2001/04/xmlenc#";
const XMLENC11 = "http://www.w3.org/2009/xmlenc11#";
const XMLDSIG = "http://www.w3.org/2000/09/xmldsig#";

/** How an assertion is encrypted: the fragment of the algorithm's address. */
export interface EncryptionWish {
  readonly content: `aes${128 | 192 | 256}-${"cbc" | "gcm"}`;
  readonly oaepHash?: "sha1" | "sha256";
  /** The key's algorithm as it is said to be. */
  readonly keyAlgorithm?: string;
  /** Where the key stands: in the data's KeyInfo, or beside the data. */
  readonly isKeyBeside?: boolean;
}

/** An `EncryptedAssertion` of the assertion, for the holder of a certificate's key (XML Encryption 1.1). */
export function encrypted(assertion: string, certificate: string, wish: EncryptionWish): string {
  const key = randomBytes(Number(/\d+/.exec(wish.content)?.[0]) / 8);
  const space = wish.content.endsWith("gcm") ? XMLENC11 : XMLENC;
  const encryptedKey = keyFor(certificate, key, wish);
  const [inside, beside] = wish.isKeyBeside ? ["", encryptedKey] : [encryptedKey, ""];
  return (
    `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">` +
    `<xenc:EncryptedData xmlns:xenc="${XMLENC}"><xenc:EncryptionMethod Algorithm="${space}${wish.content}"/>` +
    `<ds:KeyInfo xmlns:ds="${XMLDSIG}">${inside}</ds:KeyInfo>` +
    `${valueOf(sealed(assertion, key, wish.content))}</xenc:EncryptedData>${beside}</saml:EncryptedAssertion>`
  );
}

function keyFor(
  certificate: string,
  key: Buffer,
  { oaepHash = "sha1", keyAlgorithm }: EncryptionWish,
): string {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, "base64"));
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const value = publicEncrypt({ key: publicKey, padding, oaepHash }, key);
  const [usual, parts] =
    oaepHash === "sha1"
      ? [`${XMLENC}rsa-oaep-mgf1p`, ""]
      : [
          `${XMLENC11}rsa-oaep`,
          `<ds:DigestMethod xmlns:ds="${XMLDSIG}" Algorithm="${XMLENC}sha256"/><x:MGF xmlns:x="${XMLENC11}" Algorithm="${XMLENC11}mgf1sha256"/>`,
        ];
  return `<xenc:EncryptedKey xmlns:xenc="${XMLENC}"><xenc:EncryptionMethod Algorithm="${keyAlgorithm ?? usual}">${parts}</xenc:EncryptionMethod>${valueOf(value)}</xenc:EncryptedKey>`;
}

function sealed(text: string, key: Buffer, content: EncryptionWish["content"]): Buffer {
  const bits = key.length * 8;
  if (content.endsWith("gcm")) {
    const iv = randomBytes(12);
    const cipher = createCipheriv(`aes-${bits}-gcm` as "aes-128-gcm", key, iv);
    return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  }
  const iv = randomBytes(16);
  const length = 16 - (Buffer.byteLength(text) % 16);
  // Only the last byte of the padding says something.
  const padding = Buffer.concat([randomBytes(length - 1), Buffer.of(length)]);
  const cipher = createCipheriv(`aes-${bits}-cbc`, key, iv).setAutoPadding(false);
  return Buffer.concat([iv, cipher.update(text), cipher.update(padding), cipher.final()]);
}

function valueOf(bytes: Buffer): string {
  return `<xenc:CipherData><xenc:CipherValue>${bytes.toString("base64")}</xenc:CipherValue></xenc:CipherData>`;
}
