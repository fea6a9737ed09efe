import { newSecret } from "../../secrets.ts";
import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { readAssertion, requestOptions, verifyAssertion } from "../passkeys/assertion.ts";
import { refuseBeforePassword, refuseUnready } from "../sign-in/sign-in.ts";
import type { User } from "../tables/users.ts";
import type { Html } from "./html.ts";
import { passkeyForm } from "./passkey-form.ts";
import { pageAddress, type Visit } from "./visit.ts";

/** The form for a passkey, which says by itself who its user is. */
export function passkeySignInForm(visit: Visit): Html {
  const challenge = newSecret();
  const step = { kind: "PAGE_WEB_AUTHN", subject: "", content: {} } as const;
  openChallenge(visit.context, step, challenge);
  return passkeyForm({
    action: pageAddress(visit, "/login"),
    csrf: visit.csrf,
    kind: "get",
    options: requestOptions(visit.context, challenge, []),
    button: "Sign in with a passkey",
  });
}

/** The user whose passkey answered the form; each form is answered once. */
export async function userOfPasskey({ context }: Visit, credential: string): Promise<User> {
  const assertion = readAssertion(credential);
  const { challenge } = assertion.clientData;
  takeChallenge(context, "PAGE_WEB_AUTHN", challenge);
  const { sub } = verifyAssertion(context, assertion, { challenge });
  const user = await refuseBeforePassword(context, sub);
  if (!user) throw notAuthorized(TEXTS.invalidPasskey);
  refuseUnready(context, user);
  return user;
}
