import { ServiceError } from "../../json-api/errors.ts";
import { isByLink } from "../messages/messages.ts";
import { confirmSignUp } from "../sign-up/sign-up.ts";
import { continueSignIn } from "./continue-sign-in.ts";
import { alert, codeField, form, notice } from "./fields.ts";
import { html } from "./html.ts";
import { deliveryWords, forgetStep, type PageData, recallStep } from "./page-data.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/confirmUser`: the code of a sign-up; a right one signs in, without the password again (C126, C128, C129). */
export const page: Page = {
  show: (visit) => {
    const data = recallStep(visit, "CONFIRM_SIGN_UP");
    return data ? confirmView(visit, data) : { location: pageAddress(visit, "/login") };
  },
  submit: async (visit, posted) => {
    const data = recallStep(visit, "CONFIRM_SIGN_UP");
    // Only the browser that knew the password gets here: whoever confirms is signed in.
    if (!data) return { location: pageAddress(visit, "/login") };
    try {
      const code = (posted.get("code") ?? "").trim();
      const answer = { username: data.username, code, isForced: false };
      const user = await confirmSignUp(visit.context, answer);
      forgetStep(visit);
      if (!user.enabled) return { location: pageAddress(visit, "/login") };
      return await continueSignIn(visit, user);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return confirmView(visit, data, { error: error.message });
    }
  },
};

/** The form for the code, or what to do with the link, and beside it the form for a new one. */
export function confirmView(
  visit: Visit,
  data: PageData,
  state: { readonly error?: string; readonly isResent?: boolean } = {},
): PageAnswer {
  const { csrf } = visit;
  const action = pageAddress(visit, "/confirmUser");
  const resend = pageAddress(visit, "/resendcode");
  const isLink = waitsForLink(visit, data);
  const thing = isLink ? "link" : "code";
  const news = state.isResent ? `We have sent a new ${thing}.` : undefined;
  const sent = `We have sent a ${thing}${deliveryWords(data.delivery)}.`;
  const next = isLink
    ? "Open it to confirm your account, then sign in."
    : "Enter it below to confirm your account.";
  const code = form({ action, csrf, fields: codeField(), button: "Confirm Account" });
  const again = `Send a new ${thing}`;
  return {
    status: 200,
    heading: "Confirm your account",
    body: html`${alert(state.error)}${notice(news)}
      <p>${sent} ${next}</p>
      ${isLink ? null : code}
      ${form({ action: resend, csrf, fields: html``, button: again, isPlain: true })}
      ${isLink && html`<nav><a href="${pageAddress(visit, "/login")}">Sign in</a></nav>`}`,
  };
}

function waitsForLink({ context }: Visit, { delivery }: PageData): boolean {
  return delivery !== null && isByLink(context.pool, delivery.AttributeName);
}
