import { constants, createDecipheriv, type KeyObject, privateDecrypt } from "node:crypto";
import {
  allNamed,
  attribute,
  children,
  NAMESPACES,
  parseXml,
  plainText,
  type ReadElement,
} from "./xml.ts";

const { encryption, encryption11 } = NAMESPACES;

// Ciphers of XML Encryption 1.1 that count; triple DES does not.
const CBC = {
  [`${encryption}aes128-cbc`]: "aes-128-cbc",
  [`${encryption}aes192-cbc`]: "aes-192-cbc",
  [`${encryption}aes256-cbc`]: "aes-256-cbc",
} as const;
const GCM = {
  [`${encryption11}aes128-gcm`]: "aes-128-gcm",
  [`${encryption11}aes192-gcm`]: "aes-192-gcm",
  [`${encryption11}aes256-gcm`]: "aes-256-gcm",
} as const;
const IV_BYTES = { cbc: 16, gcm: 12 };
const TAG_BYTES = 16;

const SHA1 = `${NAMESPACES.signature}sha1`;
const MGF1_SHA1 = `${encryption11}mgf1sha1`;

/** RSA-OAEP by `digest mask`: Node masks with the digest's own hash, so others are not read (5.5.2). */
const OAEP_HASHES: { readonly [digestAndMask: string]: string } = {
  [`${SHA1} ${MGF1_SHA1}`]: "sha1",
  [`${encryption}sha256 ${encryption11}mgf1sha256`]: "sha256",
  [`${encryption}sha512 ${encryption11}mgf1sha512`]: "sha512",
};

/**
 * What stands encrypted in an `EncryptedAssertion` (SAML Core 2.3.4).
 * @returns undefined where it cannot be read, for whatever reason: telling them apart would help to guess the content
 */
export function decrypted(encrypted: Element, key: KeyObject): ReadElement | undefined {
  try {
    const xml = decryptedText(encrypted, key);
    const element = xml === undefined ? undefined : parseXml(xml);
    return xml !== undefined && element ? { xml, element } : undefined;
  } catch {
    return undefined;
  }
}

function decryptedText(encrypted: Element, key: KeyObject): string | undefined {
  const [data] = children(encrypted, { space: "encryption", name: "EncryptedData" });
  // In the data's KeyInfo, or beside the data.
  const [encryptedKey] = allNamed(encrypted, { space: "encryption", name: "EncryptedKey" });
  if (!data || !encryptedKey) return undefined;
  const oaepHash = oaepHashOf(encryptedKey);
  if (!oaepHash) return undefined;
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const contentKey = privateDecrypt({ key, padding, oaepHash }, cipherValue(encryptedKey));
  return deciphered(cipherValue(data), algorithmOf(data) ?? "", contentKey)?.toString();
}

function deciphered(value: Buffer, algorithm: string, key: Buffer): Buffer | undefined {
  const gcm = GCM[algorithm];
  if (gcm) {
    const iv = value.subarray(0, IV_BYTES.gcm);
    const sealed = createDecipheriv(gcm, key, iv, { authTagLength: TAG_BYTES });
    sealed.setAuthTag(value.subarray(-TAG_BYTES));
    const text = sealed.update(value.subarray(IV_BYTES.gcm, -TAG_BYTES));
    return Buffer.concat([text, sealed.final()]);
  }
  const cbc = CBC[algorithm];
  if (!cbc) return undefined;
  const padded = createDecipheriv(cbc, key, value.subarray(0, IV_BYTES.cbc)).setAutoPadding(false);
  const text = Buffer.concat([padded.update(value.subarray(IV_BYTES.cbc)), padded.final()]);
  // The last byte counts the padding; what stands in the rest of it means nothing (5.2.1).
  return text.subarray(0, text.length - (text.at(-1) ?? 0));
}

function oaepHashOf(encryptedKey: Element): string | undefined {
  const [method] = children(encryptedKey, { space: "encryption", name: "EncryptionMethod" });
  if (!method) return undefined;
  const [digest] = children(method, { space: "signature", name: "DigestMethod" });
  const [mask] = children(method, { space: "encryption11", name: "MGF" });
  const hash = attribute(digest, "Algorithm") ?? SHA1;
  const masks: { readonly [algorithm: string]: string } = {
    [`${encryption}rsa-oaep-mgf1p`]: MGF1_SHA1,
    [`${encryption11}rsa-oaep`]: attribute(mask, "Algorithm") ?? MGF1_SHA1,
  };
  return OAEP_HASHES[`${hash} ${masks[attribute(method, "Algorithm") ?? ""]}`];
}

function algorithmOf(element: Element): string | undefined {
  const [method] = children(element, { space: "encryption", name: "EncryptionMethod" });
  return attribute(method, "Algorithm");
}

function cipherValue(element: Element): Buffer {
  const [data] = children(element, { space: "encryption", name: "CipherData" });
  const [value] = data ? children(data, { space: "encryption", name: "CipherValue" }) : [];
  return Buffer.from(plainText(value) ?? "", "base64");
}
