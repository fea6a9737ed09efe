import { invalidPasskeyData } from "./refusals.ts";

/** What an authenticator says and signs (WebAuthn section 6.1). */
export interface AuthenticatorData {
  readonly relyingPartyHash: Buffer;
  readonly isUserPresent: boolean;
  readonly isUserVerified: boolean;
  readonly isBackupEligible: boolean;
  readonly isBackedUp: boolean;
  readonly signCount: number;
  /** Of a new key only. */
  readonly credential: AttestedCredential | null;
}

/** A new key (WebAuthn section 6.5.1). */
export interface AttestedCredential {
  /** base64url. */
  readonly id: string;
  /** COSE key, and whatever extensions follow it. */
  readonly rest: Buffer;
  readonly hasExtensions: boolean;
}

const HASH_BYTES = 32;
const HEADER_BYTES = HASH_BYTES + 1 + 4;
const AAGUID_BYTES = 16;
const MAXIMUM_ID_BYTES = 1023;

const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10 } as const;
const HAS_CREDENTIAL = 0x40;
const HAS_EXTENSIONS = 0x80;

/** Reads authenticator data; the key itself is left as bytes. */
export function readAuthenticatorData(bytes: Buffer): AuthenticatorData {
  if (bytes.length < HEADER_BYTES) throw invalidPasskeyData();
  const flags = bytes.readUInt8(HASH_BYTES);
  const hasCredential = (flags & HAS_CREDENTIAL) !== 0;
  const hasExtensions = (flags & HAS_EXTENSIONS) !== 0;
  const rest = bytes.subarray(HEADER_BYTES);
  if (!hasCredential && rest.length > 0 !== hasExtensions) throw invalidPasskeyData();
  return {
    relyingPartyHash: bytes.subarray(0, HASH_BYTES),
    isUserPresent: (flags & FLAGS.present) !== 0,
    isUserVerified: (flags & FLAGS.verified) !== 0,
    isBackupEligible: (flags & FLAGS.eligible) !== 0,
    isBackedUp: (flags & FLAGS.backedUp) !== 0,
    signCount: bytes.readUInt32BE(HASH_BYTES + 1),
    credential: hasCredential ? readAttestedCredential(rest, hasExtensions) : null,
  };
}

function readAttestedCredential(bytes: Buffer, hasExtensions: boolean): AttestedCredential {
  const start = AAGUID_BYTES + 2;
  if (bytes.length < start) throw invalidPasskeyData();
  const length = bytes.readUInt16BE(AAGUID_BYTES);
  if (length === 0 || length > MAXIMUM_ID_BYTES || bytes.length <= start + length) {
    throw invalidPasskeyData();
  }
  return {
    id: bytes.toString("base64url", start, start + length),
    rest: bytes.subarray(start + length),
    hasExtensions,
  };
}
