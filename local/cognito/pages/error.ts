import type { PageContent } from "./frame.ts";
import { alert } from "./fields.ts";
import { html } from "./html.ts";

// By the codes that our own redirects carry; nothing of the address is shown (O080).
const EXPLANATIONS: { readonly [error: string]: string } = {
  redirect_mismatch:
    "redirect_mismatch: the redirect URI is not, character by character, one of the app client's callback URLs.",
  invalid_client: "invalid_client: the pool has no app client with this client_id.",
  unauthorized_client: "unauthorized_client: OAuth is not switched on for this app client.",
  invalid_state:
    "invalid_state: the sign-in at the identity provider took too long, has ended already, or began in another browser.",
  invalid_request:
    "Required String parameter 'redirect_uri' is not present, or another parameter is missing, repeated or wrong.",
};

/** `/error`: where a request ends that may not go back to a client (C81, C96). */
export function errorContent(error: string | undefined): PageContent {
  const known =
    error !== undefined && Object.hasOwn(EXPLANATIONS, error) ? EXPLANATIONS[error] : undefined;
  return {
    status: 400,
    heading: "An error was encountered with the requested page.",
    body: html`${alert(known ?? "The request was not valid.")}`,
  };
}

/** Shown for a client that has no sign-in pages (C82, C121). */
export const UNAVAILABLE: PageContent = {
  status: 400,
  heading: "Login pages unavailable",
  body: html`${alert("Login pages unavailable. Please contact an administrator.")}`,
};

/**
 * A form that was not filled in on a page of ours (O075), or before somebody signed in in another tab.
 * @param signIn where to begin again, if the flow is known
 */
export function forged(signIn?: string): PageContent {
  const text =
    "This form has expired or came from elsewhere. Go back to the application and sign in again.";
  const way = signIn !== undefined && html`<nav><a href="${signIn}">Sign in again</a></nav>`;
  return { status: 403, heading: "Something went wrong", body: html`${alert(text)} ${way}` };
}

/** A page with just one sentence of refusal. */
export function refusal(status: number, text: string): PageContent {
  return { status, heading: "Something went wrong", body: html`${alert(text)}` };
}
