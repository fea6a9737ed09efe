import { ServiceError } from "../../json-api/errors.ts";
import { finishReset } from "../passwords/changes.ts";
import { passwordHints } from "../passwords/policy.ts";
import { alert, codeField, form, newPasswordFields } from "./fields.ts";
import { html } from "./html.ts";
import { deliveryWords, forgetStep, type PageData, recallStep, rememberStep } from "./page-data.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/confirmForgotPassword`: code and new password, then back to signing in (C133). */
export const page: Page = {
  show: (visit) => {
    const data = recallStep(visit, "RESET_PASSWORD");
    return data ? view(visit, data) : { location: pageAddress(visit, "/forgotPassword") };
  },
  submit: async (visit, posted) => {
    const data = recallStep(visit, "RESET_PASSWORD");
    if (!data) return { location: pageAddress(visit, "/forgotPassword") };
    const password = posted.get("password") ?? "";
    if (password !== posted.get("confirmPassword"))
      return view(visit, data, "Passwords do not match.");
    try {
      const code = (posted.get("code") ?? "").trim();
      await finishReset(visit.context, { username: data.username, code, password });
      forgetStep(visit);
      const cookie = rememberStep(visit, "PASSWORD_CHANGED", data);
      return { location: pageAddress(visit, "/login"), cookies: [cookie] };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return view(visit, data, error.message);
    }
  },
};

function view(visit: Visit, data: PageData, error?: string): PageAnswer {
  const hints = passwordHints(visit.context.pool.passwordPolicy);
  const fields = html`${codeField()} ${newPasswordFields(hints, true)}`;
  const action = pageAddress(visit, "/confirmForgotPassword");
  return {
    status: 200,
    heading: "Reset your password",
    body: html`${alert(error)}
      <p>
        We have sent a password reset code${deliveryWords(data.delivery)}. Enter it below to reset
        your password.
      </p>
      ${form({ action, csrf: visit.csrf, fields, button: "Change Password" })}
      <nav><a href="${pageAddress(visit, "/login")}">Back to sign in</a></nav>`,
  };
}
