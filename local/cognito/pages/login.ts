import { ServiceError } from "../../json-api/errors.ts";
import { offersOwnUsers } from "../federation/client-providers.ts";
import { findUser } from "../names.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { checkPassword } from "../sign-in/sign-in.ts";
import { lastDelivery } from "../sign-up/sign-up.ts";
import { chosenCode, codeButtons, pageFactors } from "./choices.ts";
import { continueSignIn } from "./continue-sign-in.ts";
import { alert, field, form, notice } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { recallStep, rememberStep } from "./page-data.ts";
import { PASSKEY_SCRIPT } from "./passkey-form.ts";
import { passkeySignInForm, userOfPasskey } from "./passkey-sign-in.ts";
import { askForCode } from "./sign-in-code.ts";
import { domainForm, passByDomain, passToProvider, providerLinks } from "./providers.ts";
import { nameField } from "./username.ts";
import { type Page, pageAddress, type PageAnswer, passSignedIn, type Visit } from "./visit.ts";

/** `/login`: name and password, and whatever else the pool lets one sign in with (C91, C123, C131). */
export const page: Page = {
  show: async (visit) =>
    (await passSignedIn(visit)) ?? (await passToProvider(visit)) ?? firstView(visit),
  submit: async (visit, posted) => {
    const username = posted.get("username") ?? "";
    const byDomain = passByDomain(visit, posted);
    if (byDomain) return "error" in byDomain ? view(visit, { username, ...byDomain }) : byDomain;
    if (!offersOwnUsers(visit.context)) return view(visit, { username });
    try {
      return await signIn(visit, username, posted);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return unreadyStep(visit, username, error) ?? view(visit, { username, error: error.message });
    }
  },
};

/** Who has just replaced a forgotten password comes from there (C133), and is told that it worked. */
function firstView(visit: Visit): PageAnswer {
  const changed = recallStep(visit, "PASSWORD_CHANGED");
  const news = changed && "Your password has been changed. Sign in with the new one.";
  return view(visit, { username: visit.request.loginHint ?? changed?.username ?? "", news });
}

/** By the way that was chosen: a code, a passkey, or else the password. */
async function signIn(visit: Visit, username: string, posted: Parameters): Promise<PageAnswer> {
  const factor = chosenCode(visit, posted.get("factor"));
  if (factor) return askForCode(visit, username, factor);
  const credential = pageFactors(visit).has("WEB_AUTHN") ? posted.get("credential") : undefined;
  if (credential) return continueSignIn(visit, await userOfPasskey(visit, credential));
  const password = posted.get("password") ?? "";
  return continueSignIn(visit, await checkPassword(visit.context, username, password));
}

/** The page that a right password leads to when it is not enough (C128, C134). */
function unreadyStep(visit: Visit, username: string, error: ServiceError): PageAnswer | undefined {
  const user = findUser(visit.context, username);
  if (error.code === "UserNotConfirmedException" && user) {
    const delivery = lastDelivery(visit.context, user);
    const cookie = rememberStep(visit, "CONFIRM_SIGN_UP", { username: user.sub, delivery });
    return { location: pageAddress(visit, "/confirmUser"), cookies: [cookie] };
  }
  if (error.code === "PasswordResetRequiredException") {
    const cookie = rememberStep(visit, "RESET_PASSWORD", { username, delivery: null });
    return { location: pageAddress(visit, "/confirmForgotPassword"), cookies: [cookie] };
  }
  return undefined;
}

function view(
  visit: Visit,
  state: {
    readonly username: string;
    readonly error?: string;
    readonly news?: string | undefined;
  },
): PageAnswer {
  const own = offersOwnUsers(visit.context) ? ownUsers(visit, state.username) : null;
  return {
    status: 200,
    heading: "Sign in",
    ...(own && offersPasskeys(visit) && { script: PASSKEY_SCRIPT }),
    body: html`${alert(state.error)}${notice(state.news)} ${providerLinks(visit)}
    ${domainForm(visit)} ${own}`,
  };
}

const offersPasskeys = (visit: Visit): boolean => pageFactors(visit).has("WEB_AUTHN");

function ownUsers(visit: Visit, username: string): Html {
  const { pool } = visit.context;
  const fields = html`${nameField(pool, username)}
  ${field({ name: "password", label: "Password", type: "password", autocomplete: "current-password" })}`;
  const action = pageAddress(visit, "/login");
  return html`${form({ action, csrf: visit.csrf, fields, button: "Sign in", more: codeButtons(visit) })}
    ${offersPasskeys(visit) ? passkeySignInForm(visit) : null}
    <nav>
      <a href="${pageAddress(visit, "/forgotPassword")}">Forgot your password?</a>
      ${pool.isAdminOnly ? null : html`<a href="${pageAddress(visit, "/signup")}">Sign up</a>`}
    </nav>`;
}
