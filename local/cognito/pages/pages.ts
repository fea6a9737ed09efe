import { clientProviders, offersOwnUsers } from "../federation/client-providers.ts";
import type { Exchange } from "../../exchange.ts";
import { readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { readCookie, setCookie } from "../oauth/cookies.ts";
import { type Parameters, readParameters } from "../oauth/parameters.ts";
import { redirect, refusalLocation } from "../oauth/redirect.ts";
import { EVERY_CLIENT } from "../pool.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import { confirmByLink, isConfirmationLink } from "./confirm-link.ts";
import { csrfToken, isInTime, isOwnForm } from "./csrf.ts";
import { alert } from "./fields.ts";
import { errorContent, forged, refusal, UNAVAILABLE } from "./error.ts";
import { type PageContent, sendPage } from "./frame.ts";
import { html } from "./html.ts";
import { classicLookOf } from "./classic-look.ts";
import { type Look, lookOf } from "./look.ts";
import { secondsOf } from "./page-data.ts";
import { readPosted } from "./posted.ts";
import type { Page, PageAnswer, Visit } from "./visit.ts";

/** Pages by path; each loads when it is first asked for. */
const PAGES: { readonly [path: string]: () => Promise<{ readonly page: Page }> } = {
  "/login": () => import("./login.ts"),
  "/signup": () => import("./sign-up.ts"),
  "/confirmUser": () => import("./confirm-user.ts"),
  "/resendcode": () => import("./resend-code.ts"),
  "/forgotPassword": () => import("./forgot-password.ts"),
  "/confirmForgotPassword": () => import("./confirm-forgot-password.ts"),
  "/changePassword": () => import("./change-password.ts"),
  "/signInCode": () => import("./sign-in-code.ts"),
  "/passkeys/add": () => import("./add-passkey.ts"),
  "/mfa": () => import("./mfa.ts"),
  "/mfa/select": () => import("./mfa-select.ts"),
  "/mfa/setup": () => import("./mfa-setup.ts"),
};

// C71
const LANGUAGES = ["de", "en", "es", "fr", "id", "it", "ja", "ko", "pt-BR", "zh-CN", "zh-TW"];
const MANAGED_LOGIN = 2;

/** Whether a page lives at this path. */
export function isPage(path: string): boolean {
  return path === "/error" || Object.hasOwn(PAGES, path);
}

/** Answers a request to a page: checks method, flow and form, then leaves it to the page. */
export async function answerPage(context: PoolContext, exchange: Exchange): Promise<void> {
  const parameters = readParameters(exchange.query);
  const answer = (content: PageContent, allow?: string) =>
    sendPage(exchange, content, { language: "en", ...(allow !== undefined && { allow }) });
  const isPost = exchange.method === "POST";
  if (!isPost && exchange.method !== "GET" && exchange.method !== "HEAD") {
    return answer(refusal(405, "This page is for browsers."), "GET, HEAD, POST");
  }
  if (exchange.path === "/error") return answer(errorContent(parameters.get("error")));
  // Not HEAD: scanners of mail look at links that way.
  if (exchange.method === "GET" && isConfirmationLink(exchange.path, parameters))
    return answer(await confirmByLink(context, parameters));
  const form = isPost ? await readPosted(exchange) : undefined;
  if (form && "status" in form) return answer(form);
  const reading = readAuthorizeRequest(context, exchange.query);
  if (reading.kind !== "request") return redirect(exchange, refusalLocation(reading));
  if (!hasPages(reading.context, exchange.path)) return answer(UNAVAILABLE);
  if (form && !isOwnForm(context, exchange.request, form.get("_csrf")))
    return answer(forged(`/login?${exchange.query}`));
  const csrf = csrfToken(context, exchange.request);
  const { request } = reading;
  const visit: Visit = {
    context: reading.context,
    request,
    exchange,
    query: exchange.query,
    csrf: csrf.value,
  };
  await answerVisit(visit, {
    form,
    csrfCookies: csrf.cookies,
    language: languageOf(context, exchange, parameters),
  });
}

async function answerVisit(
  visit: Visit,
  args: {
    readonly form: Parameters | undefined;
    readonly csrfCookies: readonly string[];
    readonly language: { readonly name: string; readonly cookies: readonly string[] };
  },
): Promise<void> {
  const { exchange, request } = visit;
  const { form, csrfCookies, language } = args;
  const load = PAGES[exchange.path];
  if (!load) return;
  const { page } = await load();
  const answer = form ? await submit(page, visit, form) : await page.show(visit);
  const cookies = [...(answer.cookies ?? []), ...language.cookies];
  if ("location" in answer) return redirect(exchange, answer.location, cookies);
  sendPage(exchange, answer, {
    language: language.name,
    cookies: [...csrfCookies, ...cookies],
    redirectUri: request.redirectUri,
    look: styleOf(visit.context),
  });
}

/** Takes the form, or shows it again, with the name still in it, when it was filled in too late (C77). */
async function submit(page: Page, visit: Visit, form: Parameters): Promise<PageAnswer> {
  const { context, exchange, request } = visit;
  const isReset = exchange.path === "/confirmForgotPassword";
  const seconds = secondsOf(isReset ? "RESET_PASSWORD" : "CONFIRM_SIGN_UP");
  if (isInTime(context, form.get("_csrf") ?? "", seconds)) return page.submit(visit, form);
  const loginHint = form.get("username");
  const again = await page.show({ ...visit, request: { ...request, loginHint } });
  if ("location" in again) return again;
  const body = html`${alert("Something went wrong. Please try again.")}${again.body}`;
  return { ...again, body };
}

/**
 * Managed login needs a branding style for the client (C121), and either generation somebody to sign in with (C82):
 * only `/login` has something to show for a client without users of the pool's own.
 */
function hasPages(context: ClientContext, path: string): boolean {
  const { pool, client } = context;
  const isForProviders = path === "/login" && clientProviders(context).length > 0;
  if (!offersOwnUsers(context) && !isForProviders) return false;
  return pool.domain?.version !== MANAGED_LOGIN || pool.domain.styles.has(client.id);
}

/** The client's own look: a style in managed login, a style sheet and a logo on the classic pages (C297). */
function styleOf({ pool: { domain }, client }: ClientContext): Look | undefined {
  if (domain?.version === MANAGED_LOGIN) {
    const style = domain.styles.get(client.id);
    return style && lookOf(style);
  }
  const { customizations } = domain ?? {};
  const customization = customizations?.get(client.id) ?? customizations?.get(EVERY_CLIENT);
  return customization && classicLookOf(customization);
}

/** The language that was asked for, now or before; managed login only (C71). */
function languageOf(context: PoolContext, exchange: Exchange, parameters: Parameters) {
  if (context.pool.domain?.version !== MANAGED_LOGIN) return { name: "en", cookies: [] };
  const asked = parameters.get("lang");
  if (asked !== undefined && LANGUAGES.includes(asked)) {
    return { name: asked, cookies: [setCookie(context, "lang", { value: asked })] };
  }
  const kept = readCookie(context, exchange.request, "lang") ?? "";
  return { name: LANGUAGES.includes(kept) ? kept : "en", cookies: [] };
}
