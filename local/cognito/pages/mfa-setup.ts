import { waitingChallenge } from "../sign-in/challenge-sessions.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { askFactor } from "../mfa/challenges.ts";
import { secretOf, userForContact, verifyInSetUp } from "../mfa/enrolment.ts";
import { CONTACTS } from "../mfa/factors.ts";
import type { MfaFactor } from "../mfa/settings.ts";
import { stepKind } from "../mfa/steps.ts";
import { base32 } from "../mfa/totp.ts";
import type { Parameters } from "../oauth/parameters.ts";
import type { ContactAttribute } from "../pool.ts";
import type { User } from "../tables/users.ts";
import { continueSignIn, toMfaPage } from "./continue-sign-in.ts";
import { alert, codeField, form } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { codeOf, usedUpView } from "./mfa.ts";
import { heldHandle } from "./page-data.ts";
import { attributeField } from "./required-attributes.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

const HEADING = "Set up a second factor";

/** `/mfa/setup`: an authenticator app, or an address for codes, where MFA is required and the user has none (C135). */
export const page: Page = {
  show: async (visit) => {
    const waiting = waitingSetUp(visit);
    return waiting ? view(visit, waiting) : { location: pageAddress(visit, "/login") };
  },
  submit: async (visit, posted) => {
    const waiting = waitingSetUp(visit);
    if (!waiting) return { location: pageAddress(visit, "/login") };
    try {
      return await setUp(visit, waiting, posted);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return waitingSetUp(visit)
        ? view(visit, waiting, error.message)
        : usedUpView(visit, HEADING, error.message);
    }
  },
};

interface WaitingSetUp {
  readonly user: User;
  readonly secret: Uint8Array | undefined;
}

function waitingSetUp(visit: Visit): WaitingSetUp | undefined {
  const { context } = visit;
  const kind = stepKind("PAGE", "MFA_SETUP");
  const challenge = waitingChallenge(context, kind, heldHandle(visit));
  const user = challenge && context.service.store.users.bySub(context.pool.id, challenge.subject);
  return user && { user, secret: secretOf(challenge) };
}

async function setUp(
  visit: Visit,
  { user }: WaitingSetUp,
  posted: Parameters,
): Promise<PageAnswer> {
  const { context } = visit;
  const step = { place: "PAGE", session: heldHandle(visit) } as const;
  const factor = context.pool.mfa.factors.find((one) => one === posted.get("factor"));
  const contact = factor && CONTACTS[factor];
  if (!factor || !contact) {
    const code = codeOf(posted.get("code"));
    const verified = verifyInSetUp(context, "PAGE", { ...step, code, name: null });
    return continueSignIn(visit, verified, "both-factors");
  }
  const value = posted.get(`requiredAttributes[${contact}]`) ?? user.attributes[contact] ?? "";
  const asked = userForContact(context, { ...step, factor, value });
  const { session } = await askFactor(context, asked, { ...step, factor, newContact: value });
  return toMfaPage(visit, "/mfa", session);
}

async function view(visit: Visit, waiting: WaitingSetUp, error?: string): Promise<PageAnswer> {
  const { user, secret } = waiting;
  const app = secret === undefined ? null : await appForm(visit, user, secret);
  const contacts = visit.context.pool.mfa.factors.flatMap((factor) => {
    const contact = CONTACTS[factor];
    return contact ? [contactForm(visit, user, { factor, contact })] : [];
  });
  return {
    status: 200,
    heading: HEADING,
    body: html`${alert(error)}
      <p>Besides your password you need another way to show that it is you.</p>
      ${app}${contacts}
      <nav><a href="${pageAddress(visit, "/login")}">Back to sign in</a></nav>`,
  };
}

async function appForm(visit: Visit, user: User, secret: Uint8Array): Promise<Html> {
  const { renderSVG } = await import("uqr");
  const text = base32(secret);
  const address = otpauthAddress(visit.context.pool.name, user, text);
  const code: Html = { markup: renderSVG(address, { border: 2 }) };
  const action = pageAddress(visit, "/mfa/setup");
  return html`<h2>Authenticator app</h2>
    <p>Scan this code with the app, or type the secret into it. Then enter what it shows.</p>
    <div class="qr" role="img" aria-label="QR code of the secret below">${code}</div>
    <p>Secret: <code>${text}</code></p>
    <p><a href="${address}">Open the app of this device</a></p>
    ${form({ action, csrf: visit.csrf, fields: codeField(), button: "Use this app" })}`;
}

/** What authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
function otpauthAddress(poolName: string, user: User, secret: string): string {
  const account = user.attributes["email"] || user.attributes["phone_number"] || user.username;
  const [issuer, name] = [poolName, account].map((part) => encodeURIComponent(part));
  return `otpauth://totp/${issuer}:${name}?secret=${secret}&issuer=${issuer}`;
}

function contactForm(
  visit: Visit,
  user: User,
  { factor, contact }: { readonly factor: MfaFactor; readonly contact: ContactAttribute },
): Html {
  const isEmail = contact === "email";
  const action = pageAddress(visit, "/mfa/setup");
  // An address that the user has already is proved, not replaced.
  const field = user.attributes[contact] ? null : attributeField(contact);
  const fields = html`<input type="hidden" name="factor" value="${factor}" />${field}`;
  const button = isEmail ? "Send a code by email" : "Send a code by text message";
  return html`<h2>${isEmail ? "Email" : "Text message"}</h2>
    ${form({ action, csrf: visit.csrf, fields, button, isPlain: true })}`;
}
