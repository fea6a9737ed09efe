import { ServiceError } from "../../json-api/errors.ts";
import { checkSignInCode, sendSignInCode } from "../sign-in/first-factor-codes.ts";
import type { CodeFactor } from "../sign-in/sign-in-policy.ts";
import { continueSignIn } from "./continue-sign-in.ts";
import { alert, codeField, form } from "./fields.ts";
import { html } from "./html.ts";
import { deliveryWords, type PageData, recallStep, rememberStep } from "./page-data.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/signInCode`: a code as first factor. A wrong one is used up, and a new one is a button away (C145). */
export const page: Page = {
  show: (visit) => {
    const data = recallStep(visit, "SIGN_IN_CODE");
    return data ? view(visit, data) : { location: pageAddress(visit, "/login") };
  },
  submit: async (visit, posted) => {
    const data = recallStep(visit, "SIGN_IN_CODE");
    if (!data?.code) return { location: pageAddress(visit, "/login") };
    const { username, code: pending } = data;
    try {
      if (posted.get("resend") !== undefined)
        return await askForCode(visit, username, pending.factor);
      const code = (posted.get("code") ?? "").trim();
      const answer = { name: username, factor: pending.factor, code };
      return await continueSignIn(visit, checkSignInCode(visit.context, pending.session, answer));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return view(visit, data, error.message);
    }
  },
};

/** Sends a code and leads to the page that takes it. */
export async function askForCode(
  visit: Visit,
  username: string,
  factor: CodeFactor,
): Promise<PageAnswer> {
  const { session, delivery } = await sendSignInCode(visit.context, username, factor);
  const data: PageData = { username, delivery, code: { factor, session } };
  const cookie = rememberStep(visit, "SIGN_IN_CODE", data);
  return { location: pageAddress(visit, "/signInCode"), cookies: [cookie] };
}

function view(visit: Visit, data: PageData, error?: string): PageAnswer {
  const { csrf } = visit;
  const action = pageAddress(visit, "/signInCode");
  const resend = html`<input type="hidden" name="resend" value="1" />`;
  // After a refusal the code is used up: there is nothing left to fill in.
  const answer = error
    ? null
    : html`<p>We have sent a code${deliveryWords(data.delivery)}. Enter it below to sign in.</p>
        ${form({ action, csrf, fields: codeField("Code"), button: "Sign in" })}`;
  return {
    status: 200,
    heading: "Sign in with a code",
    body: html`${alert(error)} ${answer}
      ${form({ action, csrf, fields: resend, button: "Send a new code", isPlain: true })}
      <nav><a href="${pageAddress(visit, "/login")}">Sign in another way</a></nav>`,
  };
}
