import { type ErrorName, ServiceError } from "../../json-api/errors.ts";

/** What is wrong with a passkey, by the name that AWS has for it (C233). The texts are not recorded. */
const TEXTS = {
  WebAuthnNotEnabledException: "Passkeys are not enabled for the user pool.",
  WebAuthnChallengeNotFoundException:
    "There is no passkey registration that waits for this answer.",
  WebAuthnClientMismatchException: "The registration was started with another app client.",
  WebAuthnOriginNotAllowedException: "The passkey was used on an origin that is not allowed.",
  WebAuthnRelyingPartyMismatchException: "The passkey belongs to another relying party.",
  WebAuthnCredentialNotSupportedException: "The passkey is of a kind that is not supported.",
} as const satisfies { readonly [Name in ErrorName]?: string };

/** A refusal with the text that goes with its name. */
export function passkeyRefusal(name: keyof typeof TEXTS): ServiceError {
  return new ServiceError(name, TEXTS[name]);
}

/** Something that is no credential at all. */
export function invalidPasskeyData(): ServiceError {
  return new ServiceError("InvalidParameterException", "The credential is not valid.");
}
