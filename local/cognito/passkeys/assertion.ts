import { createPublicKey, verify } from "node:crypto";
import { isSameSecret } from "../../secrets.ts";
import { notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import type { PoolContext } from "../service.ts";
import type { Passkey } from "../tables/passkeys.ts";
import { readAuthenticatorData } from "./authenticator-data.ts";
import {
  checkCeremony,
  type ClientData,
  type CredentialJson,
  readClientData,
  readCredential,
} from "./ceremony.ts";
import { invalidPasskeyData } from "./refusals.ts";
import { descriptorOf } from "./registration.ts";
import { bytesOf, relyingPartyId, userHandle } from "./relying-party.ts";

const TIMEOUT_MILLISECONDS = 180_000;

/**
 * What a browser asks authenticators with (WebAuthn section 5.5).
 * @param passkeys none: any passkey for the relying party that names its user will do
 */
export function requestOptions(
  context: PoolContext,
  challenge: string,
  passkeys: readonly Passkey[],
): object {
  return {
    challenge,
    timeout: TIMEOUT_MILLISECONDS,
    rpId: relyingPartyId(context),
    allowCredentials: passkeys.map(descriptorOf),
    userVerification: context.pool.passkeys.userVerification,
  };
}

/** An answer whose form is right and whose truth is not known. */
export interface UnverifiedAssertion {
  readonly credential: CredentialJson;
  readonly clientData: ClientData;
}

/** Reads an AuthenticationResponseJSON. The challenge in it tells which question it answers. */
export function readAssertion(text: string): UnverifiedAssertion {
  return orUnverified(() => {
    const credential = readCredential(parsed(text));
    const clientData = readClientData(credential.response["clientDataJSON"], "webauthn.get");
    return { credential, clientData };
  });
}

/**
 * The passkey that signed this very challenge (WebAuthn section 7.2). Its counter moves on: an answer counts once.
 * @param expected.sub whose passkey it has to be; undefined where the passkey says who it is
 * @throws ServiceError NotAuthorizedException, whatever is wrong
 */
export function verifyAssertion(
  context: PoolContext,
  { credential, clientData }: UnverifiedAssertion,
  expected: { readonly challenge: string; readonly sub?: string },
): Passkey {
  return orUnverified(() => {
    const { service, pool } = context;
    const passkey = service.store.passkeys.find(pool.id, credential.id);
    const isExpected = expected.sub === undefined || passkey?.sub === expected.sub;
    if (!passkey || !isExpected || !isSameSecret(clientData.challenge, expected.challenge)) {
      throw invalidPasskeyData();
    }
    checkHandle(context, credential, { passkey, isNeeded: expected.sub === undefined });
    const bytes = bytesOf(credential.response["authenticatorData"]);
    const data = readAuthenticatorData(bytes);
    checkCeremony(context, clientData, data);
    const key = createPublicKey({ key: passkey.publicKey, format: "jwk" });
    const signed = Buffer.concat([bytes, clientData.hash]);
    if (!verify("sha256", signed, key, bytesOf(credential.response["signature"]))) {
      throw invalidPasskeyData();
    }
    countUse(context, passkey, data.signCount);
    return passkey;
  });
}

/** The handle that the authenticator keeps beside the key has to be its user's. */
function checkHandle(
  context: PoolContext,
  { response }: CredentialJson,
  { passkey, isNeeded }: { readonly passkey: Passkey; readonly isNeeded: boolean },
): void {
  const handle = response["userHandle"] ?? undefined;
  if (handle === undefined && !isNeeded) return;
  if (handle !== userHandle(context, passkey.sub)) throw invalidPasskeyData();
}

/** A count that does not rise is a sign of a copied key. Those that do not count stay at 0. */
function countUse({ service }: PoolContext, passkey: Passkey, signCount: number): void {
  if (signCount === 0 && passkey.signCount === 0) return;
  const isHigher = signCount > passkey.signCount;
  if (!isHigher || !service.store.passkeys.count(passkey, signCount)) throw invalidPasskeyData();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidPasskeyData();
  }
}

/** Whoever signs in learns that the passkey does not do, not why. */
function orUnverified<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw notAuthorized(TEXTS.invalidPasskey);
  }
}
