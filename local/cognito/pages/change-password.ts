import { ServiceError } from "../../json-api/errors.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { replaceTemporaryPassword } from "../passwords/changes.ts";
import { checkPasswordPolicy, passwordHints } from "../passwords/policy.ts";
import type { User } from "../tables/users.ts";
import { continueSignIn } from "./continue-sign-in.ts";
import { alert, form, newPasswordFields } from "./fields.ts";
import { html } from "./html.ts";
import { forgetStep, recallStep } from "./page-data.ts";
import { attributeFields, missingAttributes, postedAttributes } from "./required-attributes.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/changePassword`: a password of one's own after the temporary one, and what the schema still misses (C134). */
export const page: Page = {
  show: (visit) => {
    const user = waitingUser(visit);
    return user ? view(visit, user) : { location: pageAddress(visit, "/login") };
  },
  submit: async (visit, posted) => {
    const user = waitingUser(visit);
    if (!user) return { location: pageAddress(visit, "/login") };
    if (posted.get("password") !== posted.get("confirmPassword")) {
      return view(visit, user, { posted, error: "Passwords do not match." });
    }
    try {
      const changed = change(visit, user, posted);
      forgetStep(visit);
      return await continueSignIn(visit, changed);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return view(visit, user, { posted, error: error.message });
    }
  },
};

/** The user whose temporary password this browser gave a moment ago. */
function waitingUser(visit: Visit): User | undefined {
  const { service, pool } = visit.context;
  const data = recallStep(visit, "NEW_PASSWORD");
  const user = data && service.store.users.bySub(pool.id, data.username);
  return user?.enabled && user.status === "FORCE_CHANGE_PASSWORD" ? user : undefined;
}

function change({ context }: Visit, user: User, posted: Parameters): User {
  const password = posted.get("password") ?? "";
  checkPasswordPolicy(context.pool.passwordPolicy, password);
  const attributes = postedAttributes(missing(context.pool, user), posted);
  return replaceTemporaryPassword(context, user, { password, attributes });
}

function missing(pool: Visit["context"]["pool"], user: User): readonly string[] {
  return missingAttributes(pool, (name) => Boolean(user.attributes[name]));
}

function view(
  visit: Visit,
  user: User,
  state: { readonly posted?: Parameters; readonly error?: string } = {},
): PageAnswer {
  const { pool } = visit.context;
  const fields = html`${newPasswordFields(passwordHints(pool.passwordPolicy), true)}
  ${attributeFields(missing(pool, user), state.posted)}`;
  const action = pageAddress(visit, "/changePassword");
  return {
    status: 200,
    heading: "Change your password",
    body: html`${alert(state.error)}
      <p>Your password is a temporary one. Choose your own to go on.</p>
      ${form({ action, csrf: visit.csrf, fields, button: "Change Password" })}`,
  };
}
