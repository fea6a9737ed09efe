import { type KeyObject, randomBytes } from "node:crypto";
import { ServiceError } from "../json-api/errors.ts";
import type { Graph } from "../program/graph.ts";
import { decrypt, encrypt, type EncryptionContext, keyArnOf } from "./ciphertext.ts";
import { type KmsKey, readKeys } from "./keys.ts";

/** What was encrypted, and by which key. */
export interface Encrypted {
  readonly keyArn: string;
  readonly ciphertext: Buffer;
}

/** What was decrypted, and by which key. */
export interface Decrypted {
  readonly keyArn: string;
  readonly plaintext: Buffer;
}

/** The keys of a graph at work. */
export interface Kms {
  /** @throws ServiceError NotFoundException */
  describe(keyId: string): KmsKey;
  /** @throws ServiceError NotFoundException, DisabledException, InvalidKeyUsageException */
  encrypt(keyId: string, plaintext: Uint8Array, context: EncryptionContext): Encrypted;
  /**
   * Encrypts a new data key as a service does that was given a key's ARN: with the graph's key, or with one that stands
   * for a key of another program.
   * @throws ServiceError DisabledException, InvalidKeyUsageException
   */
  newDataKey(keyArn: string, context: EncryptionContext): Encrypted & Decrypted;
  /**
   * @param expected identifier of the key that the caller wants it to be
   * @throws ServiceError InvalidCiphertextException, IncorrectKeyException, NotFoundException, DisabledException
   */
  decrypt(ciphertext: Buffer, context: EncryptionContext, expected?: string): Decrypted;
}

/** Where the material of keys is kept, by ARN. */
export interface KeyMaterial {
  /** A key's 32 bytes, made on first use. */
  secret(keyArn: string): KeyObject;
  /** The same; undefined where nothing was encrypted with it yet. */
  findSecret(keyArn: string): KeyObject | undefined;
}

/** Bytes of a data key that services and the AWS Encryption SDK use. */
const DATA_KEY_BYTES = 32;

/**
 * Opens the keys of a graph. Their material is made on first use and stays with the state, over restarts and resets, so
 * that what is on its way can be decrypted.
 */
export function createKms(graph: Graph, material: KeyMaterial): Kms {
  const keys = readKeys(graph);

  function encryptBy(keyArn: string, plaintext: Uint8Array, context: EncryptionContext): Encrypted {
    const ciphertext = encrypt(keyArn, material.secret(keyArn), { plaintext, context });
    return { keyArn, ciphertext };
  }

  return {
    describe: (keyId) => keys.get(keyId),
    encrypt: (keyId, plaintext, context) =>
      encryptBy(usable(keys.get(keyId)).arn, plaintext, context),
    newDataKey(keyArn, context) {
      const key = keys.find(keyArn);
      const plaintext = randomBytes(DATA_KEY_BYTES);
      return { ...encryptBy(key ? usable(key).arn : keyArn, plaintext, context), plaintext };
    },
    decrypt(ciphertext, context, expected) {
      const keyArn = keyArnOf(ciphertext);
      const secret = keyArn === undefined ? undefined : material.findSecret(keyArn);
      if (keyArn === undefined || !secret) throw new ServiceError("InvalidCiphertextException", "");
      const key = keys.find(keyArn);
      if (key) usable(key);
      if (expected !== undefined && expected !== keyArn && keys.get(expected).arn !== keyArn) {
        throw new ServiceError("IncorrectKeyException", INCORRECT_KEY);
      }
      const plaintext = decrypt(secret, ciphertext, context);
      if (!plaintext) throw new ServiceError("InvalidCiphertextException", "");
      return { keyArn, plaintext };
    },
  };
}

const INCORRECT_KEY =
  "The key ID in the request does not identify a CMK that can perform this operation.";

function usable(key: KmsKey): KmsKey {
  const { arn, isEnabled, spec, usage } = key;
  if (!isEnabled) throw new ServiceError("DisabledException", `${arn} is disabled.`);
  if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT") {
    const text = `${arn} is ${spec} for ${usage}: only symmetric keys that encrypt work here.`;
    throw new ServiceError("InvalidKeyUsageException", text);
  }
  return key;
}
