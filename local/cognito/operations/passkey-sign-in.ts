import { newSecret } from "../../secrets.ts";
import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { invalidParameter, notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { factorsOf } from "../sign-in/first-factors.ts";
import { isNameOf } from "../names.ts";
import { readAssertion, requestOptions, verifyAssertion } from "../passkeys/assertion.ts";
import type { ClientContext } from "../service.ts";
import { refuseBeforePassword, refuseUnready } from "../sign-in/sign-in.ts";
import type { User } from "../tables/users.ts";
import type { Output } from "../../json-api/operation.ts";
import { parameter, type Parameters } from "./parameters.ts";

interface PasskeyState {
  readonly challenge: string;
}

/** Asks for a signature by one of the user's passkeys (C190). */
export async function startPasskeySignIn(context: ClientContext, name: string): Promise<Output> {
  const { service, pool } = context;
  const user = await refuseBeforePassword(context, name);
  if (!user) throw notAuthorized(TEXTS.badCredentials);
  const content: PasskeyState = { challenge: newSecret() };
  const passkeys = service.store.passkeys.ofUser(pool.id, user.sub);
  const options = requestOptions(context, content.challenge, passkeys);
  return {
    ChallengeName: "WEB_AUTHN",
    Session: openChallenge(context, { kind: "WEB_AUTHN", subject: user.sub, content }),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
  };
}

/** The user whose passkey signed the challenge; the session answers once (C188, C201). */
export function finishPasskeySignIn(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): User {
  const { service, pool } = context;
  const name = parameter(responses, "USERNAME");
  const answer = parameter(responses, "CREDENTIAL");
  const { subject, content } = takeChallenge(context, "WEB_AUTHN", handle);
  const { challenge } = JSON.parse(content) as PasskeyState;
  if (!isNameOf(context, subject, name)) throw notAuthorized(TEXTS.unknownSession);
  verifyAssertion(context, readAssertion(answer), { challenge, sub: subject });
  const user = service.store.users.bySub(pool.id, subject);
  if (!user || !factorsOf(context, user).includes("WEB_AUTHN")) {
    throw invalidParameter("The challenge WEB_AUTHN is not available.");
  }
  refuseUnready(context, user);
  return user;
}
