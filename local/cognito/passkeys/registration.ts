import { hashOf, newSecret } from "../../secrets.ts";
import type { Bearer } from "../tokens/access-tokens.ts";
import { openChallenge } from "../sign-in/challenge-sessions.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { offeredFactors } from "../sign-in/first-factors.ts";
import type { ClientContext } from "../service.ts";
import type { Passkey } from "../tables/passkeys.ts";
import type { User } from "../tables/users.ts";
import { ALGORITHMS, readAttestation } from "./attestation.ts";
import { checkCeremony, readClientData, readCredential } from "./ceremony.ts";
import { invalidPasskeyData, passkeyRefusal } from "./refusals.ts";
import { bytesOf, relyingPartyId, userHandle } from "./relying-party.ts";

const TIMEOUT_MILLISECONDS = 60_000;
const MAXIMUM_PASSKEYS = 20;

/** Somebody signed in, as an access token or a browser's session says. */
export interface SignedIn extends ClientContext {
  readonly user: Bearer["user"];
}

/** What a browser makes a passkey from (WebAuthn section 5.4); the challenge answers once. */
export function startRegistration(context: SignedIn): object {
  const { service, pool, user } = context;
  requirePasskeys(context);
  const id = relyingPartyId(context);
  const challenge = newSecret();
  const step = { kind: "WEB_AUTHN_REGISTRATION", subject: user.sub, content: {} } as const;
  openChallenge(context, step, challenge);
  const known = service.store.passkeys.ofUser(pool.id, user.sub);
  return {
    rp: { id, name: id },
    user: { id: userHandle(context, user.sub), ...namesOf(user) },
    challenge,
    pubKeyCredParams: Object.values(ALGORITHMS).map((alg) => ({ type: "public-key", alg })),
    timeout: TIMEOUT_MILLISECONDS,
    excludeCredentials: known.map(descriptorOf),
    authenticatorSelection: {
      requireResidentKey: true,
      residentKey: "required",
      userVerification: pool.passkeys.userVerification,
    },
    attestation: "none",
  };
}

/**
 * Takes the passkey that the browser made.
 * @throws ServiceError one of the WebAuthn errors of C233
 */
export async function completeRegistration(context: SignedIn, value: unknown): Promise<void> {
  const { service, pool, user } = context;
  requirePasskeys(context);
  const { id, attachment, response } = readCredential(value);
  const clientData = readClientData(response["clientDataJSON"], "webauthn.create");
  takeRegistration(context, clientData.challenge);
  const attestation = await readAttestation(bytesOf(response["attestationObject"]));
  checkCeremony(context, clientData, attestation.data);
  if (attestation.id !== id) throw invalidPasskeyData();
  const { passkeys } = service.store;
  service.store.transaction(() => {
    if (passkeys.find(pool.id, id)) throw invalidPasskeyData(); // WebAuthn section 7.1, step 26
    if (passkeys.ofUser(pool.id, user.sub).length >= MAXIMUM_PASSKEYS) throw tooMany();
    passkeys.add({
      pool: pool.id,
      id,
      sub: user.sub,
      publicKey: attestation.publicKey,
      signCount: attestation.data.signCount,
      relyingParty: relyingPartyId(context),
      transports: transportsOf(response["transports"]),
      attachment,
      created: service.clock.now(),
    });
  });
}

/** A passkey in the form that options name it in. */
export function descriptorOf({ id, transports }: Passkey) {
  return { type: "public-key", id, transports };
}

function requirePasskeys(context: ClientContext): void {
  if (!offeredFactors(context).has("WEB_AUTHN")) {
    throw passkeyRefusal("WebAuthnNotEnabledException");
  }
}

/** Takes the registration that was started, for its one answer. */
function takeRegistration({ service, pool, client, user }: SignedIn, challenge: string): void {
  const started = service.store.challenges.take(hashOf(challenge));
  const isOurs =
    started?.pool === pool.id &&
    started.kind === "WEB_AUTHN_REGISTRATION" &&
    started.subject === user.sub &&
    started.used === 1 &&
    service.clock.now() < started.expires;
  if (!isOurs) throw passkeyRefusal("WebAuthnChallengeNotFoundException");
  if (started.client !== client.id) throw passkeyRefusal("WebAuthnClientMismatchException");
}

const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"];

function transportsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? TRANSPORTS.filter((transport) => value.includes(transport)) : [];
}

function namesOf({ username, attributes }: User) {
  const name = attributes["email"] ?? attributes["phone_number"] ?? username;
  return { name, displayName: attributes["name"] ?? name };
}

function tooMany(): ServiceError {
  const text = `A user can have up to ${MAXIMUM_PASSKEYS} passkeys.`;
  return new ServiceError("LimitExceededException", text);
}
