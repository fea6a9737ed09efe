import { type Exchange, send } from "../http.ts";
import type { PoolContext } from "../service.ts";
import { readAuthorizeRequest } from "./authorize-request.ts";
import { endBrowserSession } from "./browser-session.ts";
import { clearCookie } from "./cookies.ts";
import { readParameters, withParameters } from "./parameters.ts";
import { errorPage, redirect, refusalLocation } from "./redirect.ts";

/** `GET /logout` (section 3.6): ends the browser's session, and goes only where the client registered. */
export function answerLogout(context: PoolContext, exchange: Exchange): void {
  if (exchange.method !== "GET") {
    send(exchange.response, { status: 405, headers: { allow: "GET" } });
    return;
  }
  const location = destination(context, exchange.query);
  const isRefused = location.startsWith("/error?");
  // A request that leads nowhere changes nothing either: it did not come from a client of ours.
  redirect(exchange, location, isRefused ? [] : endedCookies(context, exchange));
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
