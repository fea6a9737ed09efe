import { createPublicKey, type JsonWebKey } from "node:crypto";
import type { CBORType } from "@levischuck/tiny-cbor";
import {
  type AttestedCredential,
  type AuthenticatorData,
  readAuthenticatorData,
} from "./authenticator-data.ts";
import { invalidPasskeyData, passkeyRefusal } from "./refusals.ts";

/** A new passkey as its authenticator presents it. */
export interface Attestation {
  readonly data: AuthenticatorData;
  readonly id: string;
  readonly publicKey: JsonWebKey;
}

type Cbor = typeof import("@levischuck/tiny-cbor");

const MAXIMUM_BYTES = 16 * 1024;

/** Algorithms by their COSE number: what is offered, best first. */
export const ALGORITHMS = { ES256: -7, RS256: -257 } as const;

/**
 * Reads the attestation object of a registration (WebAuthn section 6.5.4). None was asked for, so that nothing but the
 * form `none` is taken.
 */
export async function readAttestation(bytes: Buffer): Promise<Attestation> {
  const cbor = await import("@levischuck/tiny-cbor");
  if (bytes.length > MAXIMUM_BYTES) throw invalidPasskeyData();
  const object = mapOf(decoded(() => cbor.decodeCBOR(new Uint8Array(bytes))));
  const [format, statement, authData] = ["fmt", "attStmt", "authData"].map((key) =>
    object.get(key),
  );
  if (!(authData instanceof Uint8Array)) throw invalidPasskeyData();
  if (format !== "none" || mapOf(statement).size > 0) {
    throw passkeyRefusal("WebAuthnCredentialNotSupportedException");
  }
  const data = readAuthenticatorData(Buffer.from(authData));
  if (!data.credential) throw invalidPasskeyData();
  const publicKey = publicKeyOf(readKey(cbor, data.credential));
  return { data, id: data.credential.id, publicKey };
}

function readKey(cbor: Cbor, { rest, hasExtensions }: AttestedCredential): Map<unknown, CBORType> {
  const [key, length] = decoded(() => cbor.decodePartialCBOR(new Uint8Array(rest), 0));
  if (length < rest.length !== hasExtensions) throw invalidPasskeyData();
  return mapOf(key);
}

/** The key in the form that `node:crypto` reads (RFC 9053 sections 2.1 and 7.1, RFC 8812 section 2). */
function publicKeyOf(key: Map<unknown, CBORType>): JsonWebKey {
  const jwk = asJwk(key);
  try {
    // Refuses a point that is none of the curve.
    createPublicKey({ key: jwk, format: "jwk" });
    return jwk;
  } catch {
    throw passkeyRefusal("WebAuthnCredentialNotSupportedException");
  }
}

const EC2 = 2;
const RSA = 3;
const P256 = 1;
const P256_BYTES = 32;
const RSA_BYTES = 256;

function asJwk(key: Map<unknown, CBORType>): JsonWebKey {
  const [type, algorithm, first, second, third] = [1, 3, -1, -2, -3].map((label) => key.get(label));
  const isEs256 = type === EC2 && algorithm === ALGORITHMS.ES256 && first === P256;
  if (isEs256 && isBytes(second, P256_BYTES) && isBytes(third, P256_BYTES)) {
    return { kty: "EC", crv: "P-256", x: base64url(second), y: base64url(third) };
  }
  const isRs256 = type === RSA && algorithm === ALGORITHMS.RS256;
  if (isRs256 && first instanceof Uint8Array && first.length >= RSA_BYTES) {
    if (second instanceof Uint8Array) {
      return { kty: "RSA", n: base64url(first), e: base64url(second) };
    }
  }
  throw passkeyRefusal("WebAuthnCredentialNotSupportedException");
}

function isBytes(value: CBORType, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function mapOf(value: CBORType): Map<unknown, CBORType> {
  if (!(value instanceof Map)) throw invalidPasskeyData();
  return value;
}

function decoded<Result>(decode: () => Result): Result {
  try {
    return decode();
  } catch {
    throw invalidPasskeyData();
  }
}
