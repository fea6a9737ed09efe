import { ServiceError, TEXTS } from "../../json-api/errors.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { passwordHints } from "../passwords/policy.ts";
import type { UserPool } from "../pool.ts";
import { signUp } from "../sign-up/sign-up.ts";
import { continueSignIn } from "./continue-sign-in.ts";
import { alert, form, newPasswordFields } from "./fields.ts";
import { html } from "./html.ts";
import { rememberStep } from "./page-data.ts";
import { attributeFields, missingAttributes, postedAttributes } from "./required-attributes.ts";
import { nameField } from "./username.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

/** `/signup` (C126, C127, C130). */
export const page: Page = {
  show: (visit) => (visit.context.pool.isAdminOnly ? closed(visit) : view(visit)),
  submit: async (visit, posted) => {
    if (visit.context.pool.isAdminOnly) return closed(visit);
    try {
      return await register(visit, posted);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return view(visit, { posted, error: error.message });
    }
  },
};

async function register(visit: Visit, posted: Parameters): Promise<PageAnswer> {
  const { context } = visit;
  const { user, delivery } = await signUp(context, {
    username: posted.get("username") ?? "",
    password: posted.get("password") ?? "",
    attributes: postedAttributes(asked(context.pool), posted),
  });
  // A function confirmed the user (C306): as after the code, who knows the password is signed in.
  if (user.status === "CONFIRMED") return continueSignIn(visit, user);
  // Nothing was sent, so nothing can be confirmed here: an administrator has to (C127).
  if (!delivery) return view(visit, { posted, error: TEXTS.notConfirmed });
  const cookie = rememberStep(visit, "CONFIRM_SIGN_UP", { username: user.sub, delivery });
  return { location: pageAddress(visit, "/confirmUser"), cookies: [cookie] };
}

/** What the form asks for besides the user name. */
function asked(pool: UserPool): readonly string[] {
  // With two kinds of user name either attribute may be the one that is given as such.
  const named = pool.usernameAttributes.length === 1 ? pool.usernameAttributes[0] : undefined;
  return missingAttributes(pool, (name) => name === named);
}

function view(
  visit: Visit,
  state: { readonly posted?: Parameters; readonly error?: string } = {},
): PageAnswer {
  const { pool } = visit.context;
  const { posted, error } = state;
  const fields = html`${nameField(pool, posted?.get("username") ?? "")}
  ${attributeFields(asked(pool), posted)}
  ${newPasswordFields(passwordHints(pool.passwordPolicy), false)}`;
  return {
    status: 200,
    heading: "Sign up",
    body: html`${alert(error)}
      ${form({ action: pageAddress(visit, "/signup"), csrf: visit.csrf, fields, button: "Sign up" })}
      <nav><a href="${pageAddress(visit, "/login")}">Already have an account? Sign in</a></nav>`,
  };
}

function closed(visit: Visit): PageAnswer {
  return {
    status: 400,
    heading: "Sign up",
    body: html`${alert(TEXTS.signUpForbidden)}
      <nav><a href="${pageAddress(visit, "/login")}">Sign in</a></nav>`,
  };
}
