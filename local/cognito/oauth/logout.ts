import { type Exchange, send } from "../../exchange.ts";
import type { PoolContext } from "../service.ts";
import { readAuthorizeRequest } from "./authorize-request.ts";
import { endBrowserSession, type ProviderSession, providerSession } from "./browser-session.ts";
import { clearCookie } from "./cookies.ts";
import { readParameters, withParameters } from "./parameters.ts";
import { errorPage, redirect, refusalLocation } from "./redirect.ts";

/**
 * `GET /logout` (section 3.6): ends the browser's session, also at a SAML provider that wants so (C97), and goes only
 * where the client registered.
 */
export async function answerLogout(context: PoolContext, exchange: Exchange): Promise<void> {
  if (exchange.method !== "GET") {
    send(exchange.response, { status: 405, headers: { allow: "GET" } });
    return;
  }
  const location = destination(context, exchange.query);
  // A request that leads nowhere changes nothing either: it did not come from a client of ours.
  if (location.startsWith("/error?")) return redirect(exchange, location);
  const session = providerSession(context, exchange.request);
  const cookies = endedCookies(context, exchange);
  const detour = session && (await logoutAtProvider(context, session, location));
  redirect(exchange, detour ?? location, cookies);
}

async function logoutAtProvider(
  context: PoolContext,
  session: ProviderSession,
  location: string,
): Promise<string | undefined> {
  const { logoutRequestUrl } = await import("../federation/saml/logout.ts");
  return logoutRequestUrl(context, session, location);
}

function endedCookies(context: PoolContext, exchange: Exchange): readonly string[] {
  return [endBrowserSession(context, exchange.request), clearCookie(context, "page-data")];
}

function destination(context: PoolContext, query: string): string {
  const parameters = readParameters(query);
  const clientId = parameters.get("client_id");
  const client = context.pool.clients.get(clientId ?? "");
  if (!client || parameters.repeated.size > 0 || parameters.isMalformed) {
    return errorPage("invalid_request", clientId);
  }
  const logoutUri = parameters.get("logout_uri");
  if (logoutUri !== undefined && client.logoutUrls.includes(logoutUri)) {
    const state = parameters.get("state");
    return state === undefined ? logoutUri : withParameters(logoutUri, { state }); // C93
  }
  // The other form: sign in again afterwards (C94). It needs all that a sign-in needs.
  if (parameters.get("redirect_uri") === undefined) return errorPage("invalid_request", clientId); // C96
  const reading = readAuthorizeRequest(context, query);
  if (reading.kind === "page") return refusalLocation(reading);
  if (reading.kind === "redirect") return errorPage("invalid_request", clientId);
  const flow = new URLSearchParams(query);
  flow.delete("logout_uri");
  flow.set("scope", reading.request.scope);
  return `/login?${flow}`;
}
