import { ServiceError } from "../../json-api/errors.ts";
import { startReset } from "../passwords/changes.ts";
import { alert, form } from "./fields.ts";
import { html } from "./html.ts";
import { rememberStep } from "./page-data.ts";
import { nameField } from "./username.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/forgotPassword`: asks for the name and sends a code; looks the same for names that nobody has (C133). */
export const page: Page = {
  show: (visit) => view(visit, { username: visit.request.loginHint ?? "" }),
  submit: async (visit, posted) => {
    const username = posted.get("username") ?? "";
    try {
      const delivery = await startReset(visit.context, username);
      const cookie = rememberStep(visit, "RESET_PASSWORD", { username, delivery });
      return { location: pageAddress(visit, "/confirmForgotPassword"), cookies: [cookie] };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return view(visit, { username, error: error.message });
    }
  },
};

function view(
  visit: Visit,
  state: { readonly username: string; readonly error?: string },
): PageAnswer {
  const fields = nameField(visit.context.pool, state.username);
  const action = pageAddress(visit, "/forgotPassword");
  return {
    status: 200,
    heading: "Forgot your password?",
    body: html`${alert(state.error)}
      <p>Enter who you are and we will send you a code to reset your password.</p>
      ${form({ action, csrf: visit.csrf, fields, button: "Reset my password" })}
      <nav><a href="${pageAddress(visit, "/login")}">Back to sign in</a></nav>`,
  };
}
