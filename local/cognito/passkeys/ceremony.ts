import { createHash } from "node:crypto";
import { parseJsonObject } from "../../strict-json.ts";
import { utf8 } from "../../exchange.ts";
import type { PoolContext } from "../service.ts";
import type { AuthenticatorData } from "./authenticator-data.ts";
import { invalidPasskeyData, passkeyRefusal } from "./refusals.ts";
import { bytesOf, isOriginOf, relyingPartyId } from "./relying-party.ts";

/** What a browser says of a ceremony (WebAuthn section 5.8.1). */
export interface ClientData {
  readonly challenge: string;
  readonly origin: string;
  /** SHA-256 of the text as it came, which is what authenticators sign. */
  readonly hash: Buffer;
}

/** The parts of a credential in JSON that registrations and assertions share (WebAuthn section 5.1). */
export interface CredentialJson {
  readonly id: string;
  readonly attachment: string | null;
  readonly response: { readonly [member: string]: unknown };
}

/** Reads a credential: its form, not its truth. */
export function readCredential(value: unknown): CredentialJson {
  const credential = objectOf(value);
  const { id, rawId, type, response, authenticatorAttachment } = credential;
  const isOne = type === "public-key" && typeof id === "string" && (rawId ?? id) === id;
  // One spelling per id: it is a key of ours.
  if (!isOne || bytesOf(id).toString("base64url") !== id) throw invalidPasskeyData();
  const attachment =
    authenticatorAttachment === "platform" || authenticatorAttachment === "cross-platform"
      ? authenticatorAttachment
      : null;
  return { id, attachment, response: objectOf(response) };
}

/** Reads what the browser says, and checks which ceremony it says that of. */
export function readClientData(
  encoded: unknown,
  type: "webauthn.create" | "webauthn.get",
): ClientData {
  const bytes = bytesOf(encoded);
  const text = utf8(bytes);
  const data = text === undefined ? undefined : parseJsonObject(text, true);
  const { challenge, origin } = data ?? {};
  const isOne = data?.["type"] === type && data["crossOrigin"] !== true;
  if (!isOne || typeof challenge !== "string" || typeof origin !== "string") {
    throw invalidPasskeyData();
  }
  return { challenge, origin, hash: createHash("sha256").update(bytes).digest() };
}

/** Checks where the ceremony took place, for whom, and that somebody was there (WebAuthn sections 7.1 and 7.2). */
export function checkCeremony(
  context: PoolContext,
  { origin }: ClientData,
  data: AuthenticatorData,
): void {
  const relyingParty = relyingPartyId(context);
  if (!isOriginOf(relyingParty, origin)) throw passkeyRefusal("WebAuthnOriginNotAllowedException");
  const expected = createHash("sha256").update(relyingParty).digest();
  if (!expected.equals(data.relyingPartyHash)) {
    throw passkeyRefusal("WebAuthnRelyingPartyMismatchException");
  }
  const isVerificationMissing =
    context.pool.passkeys.userVerification === "required" && !data.isUserVerified;
  const isBackedUpWrongly = data.isBackedUp && !data.isBackupEligible;
  if (!data.isUserPresent || isVerificationMissing || isBackedUpWrongly) {
    throw passkeyRefusal("WebAuthnCredentialNotSupportedException");
  }
}

function objectOf(value: unknown): { readonly [member: string]: unknown } {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw invalidPasskeyData();
  }
  return value as { readonly [member: string]: unknown };
}
