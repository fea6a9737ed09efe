import { invalidParameter, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { signedInBrowser, type SignedInBrowser } from "../oauth/browser-session.ts";
import { grantOrRefusal } from "../oauth/grant.ts";
import { completeRegistration, startRegistration } from "../passkeys/registration.ts";
import { pageFactors } from "./choices.ts";
import { refusal } from "./error.ts";
import { alert } from "./fields.ts";
import { html } from "./html.ts";
import { rememberStep } from "./page-data.ts";
import { PASSKEY_SCRIPT, passkeyForm } from "./passkey-form.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/passkeys/add`: a passkey for who is signed in, after signing in where need be (C89, C124). */
export const page: Page = {
  show: (visit) => ready(visit, (browser) => view(visit, browser)),
  submit: (visit, posted) =>
    ready(visit, async (browser) => {
      try {
        const credential = parsed(posted.get("credential") ?? "");
        await completeRegistration({ ...visit.context, user: browser.user }, credential);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return view(visit, browser, error.message);
      }
      return { location: await grantOrRefusal(visit.context, visit.request, browser) };
    }),
};

async function ready(
  visit: Visit,
  act: (browser: SignedInBrowser) => PageAnswer | Promise<PageAnswer>,
): Promise<PageAnswer> {
  if (!pageFactors(visit).has("WEB_AUTHN")) return refusal(400, "Passkeys are not enabled.");
  const browser = signedInBrowser(visit.context, visit.exchange.request);
  if (browser) return act(browser);
  const cookie = rememberStep(visit, "ADD_PASSKEY", { username: "", delivery: null });
  return { location: pageAddress(visit, "/login"), cookies: [cookie] };
}

function view(visit: Visit, { user }: SignedInBrowser, error?: string): PageAnswer {
  const onward = pageAddress(visit, "/oauth2/authorize");
  return {
    status: 200,
    heading: "Add a passkey",
    script: PASSKEY_SCRIPT,
    body: html`${alert(error)}
      <p>A passkey signs you in with your device's own lock, without a password.</p>
      <noscript><p>Passkeys need script, which is switched off in this browser.</p></noscript>
      ${passkeyForm({
        action: pageAddress(visit, "/passkeys/add"),
        csrf: visit.csrf,
        kind: "create",
        options: startRegistration({ ...visit.context, user }),
        button: "Create a passkey",
      })}
      <nav><a href="${onward}">Not now</a></nav>`,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter(TEXTS.invalidPasskey);
  }
}
