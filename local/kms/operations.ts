import { randomBytes } from "node:crypto";
import { accountId } from "../account.ts";
import { ServiceError } from "../json-api/errors.ts";
import { map, oneOf, optionalText, required, wholeNumber } from "../json-api/input.ts";
import type { JsonApi } from "../json-api/json-api.ts";
import { operation, type Operations } from "../json-api/operation.ts";
import type { Kms } from "./kms.ts";

// The constraints of the service model, by the model's own names.
const keyId = optionalText({ minimum: 1, maximum: 2048 });
const ciphertextBlob = base64(6144);
const plaintextBlob = base64(4096);
const algorithm = oneOf("SYMMETRIC_DEFAULT");
const dataKeyShape = {
  KeyId: required(keyId),
  EncryptionContext: map,
  KeySpec: oneOf("AES_256", "AES_128"),
  NumberOfBytes: wholeNumber(1, 1024),
};

const DATA_KEY_BYTES: { readonly [spec: string]: number } = { AES_256: 32, AES_128: 16 };

const operations: Operations<Kms> = {
  Encrypt: operation(
    {
      KeyId: required(keyId),
      Plaintext: required(plaintextBlob),
      EncryptionContext: map,
      EncryptionAlgorithm: algorithm,
    },
    (kms: Kms, { KeyId, Plaintext, EncryptionContext: context = {} }) => {
      const { keyArn, ciphertext } = kms.encrypt(KeyId, Buffer.from(Plaintext, "base64"), context);
      return {
        CiphertextBlob: ciphertext.toString("base64"),
        KeyId: keyArn,
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      };
    },
  ),

  Decrypt: operation(
    {
      CiphertextBlob: required(ciphertextBlob),
      EncryptionContext: map,
      KeyId: keyId,
      EncryptionAlgorithm: algorithm,
    },
    (kms: Kms, { CiphertextBlob, EncryptionContext: context = {}, KeyId }) => {
      const ciphertext = Buffer.from(CiphertextBlob, "base64");
      const { keyArn, plaintext } = kms.decrypt(ciphertext, context, KeyId);
      return {
        KeyId: keyArn,
        Plaintext: plaintext.toString("base64"),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      };
    },
  ),

  GenerateDataKey: operation(dataKeyShape, generateDataKey),

  GenerateDataKeyWithoutPlaintext: operation(dataKeyShape, (kms: Kms, input) => {
    const { CiphertextBlob, KeyId } = generateDataKey(kms, input);
    return { CiphertextBlob, KeyId };
  }),

  DescribeKey: operation({ KeyId: required(keyId) }, (kms: Kms, input) => {
    const { arn, id, description, isEnabled, spec, usage } = kms.describe(input.KeyId);
    return {
      KeyMetadata: {
        AWSAccountId: accountId,
        KeyId: id,
        Arn: arn,
        Description: description,
        Enabled: isEnabled,
        KeyState: isEnabled ? "Enabled" : "Disabled",
        KeyUsage: usage,
        KeySpec: spec,
        CustomerMasterKeySpec: spec,
        ...(spec === "SYMMETRIC_DEFAULT" && { EncryptionAlgorithms: [spec] }),
        Origin: "AWS_KMS",
        KeyManager: "CUSTOMER",
        MultiRegion: false,
      },
    };
  }),
};

/** Operations of KMS that are served. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export const KMS_API: JsonApi<Kms> = {
  target: "TrentService",
  signedOperations: new Set(Object.keys(operations)),
  operations: new Map(Object.entries(operations)),
  invalidInput: "ValidationException",
};

function generateDataKey(
  kms: Kms,
  input: {
    readonly KeyId: string;
    readonly EncryptionContext: { readonly [name: string]: string } | undefined;
    readonly KeySpec: string | undefined;
    readonly NumberOfBytes: number | undefined;
  },
) {
  const { KeyId, EncryptionContext: context = {}, KeySpec, NumberOfBytes } = input;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    const text = "Please specify either number of bytes or key spec.";
    throw new ServiceError("ValidationException", text);
  }
  const plaintext = randomBytes(NumberOfBytes ?? DATA_KEY_BYTES[KeySpec ?? ""] ?? 0);
  const { keyArn, ciphertext } = kms.encrypt(KeyId, plaintext, context);
  return {
    CiphertextBlob: ciphertext.toString("base64"),
    Plaintext: plaintext.toString("base64"),
    KeyId: keyArn,
  };
}

/** A blob of the service model, of so many bytes at most. */
function base64(bytes: number) {
  const pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  return optionalText({ minimum: 1, maximum: Math.ceil(bytes / 3) * 4, pattern });
}
