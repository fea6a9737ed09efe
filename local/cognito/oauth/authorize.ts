import { type Exchange, send } from "../http.ts";
import type { PoolContext } from "../service.ts";
import { readAuthorizeRequest } from "./authorize-request.ts";
import { signedInBrowser } from "./browser-session.ts";
import { grantOrRefusal } from "./grant.ts";
import { withParameters } from "./parameters.ts";
import { redirect, refusalLocation } from "./redirect.ts";

/** `GET /oauth2/authorize`: never a page of its own, always on to somewhere (C64). */
export async function answerAuthorize(context: PoolContext, exchange: Exchange): Promise<void> {
  if (exchange.method !== "GET") {
    send(exchange.response, { status: 405, headers: { allow: "GET" } });
    return;
  }
  const reading = readAuthorizeRequest(context, exchange.query);
  if (reading.kind !== "request") return redirect(exchange, refusalLocation(reading));
  const { request } = reading;
  const browser = request.prompts.has("login")
    ? undefined
    : signedInBrowser(context, exchange.request);
  if (browser) {
    return redirect(exchange, await grantOrRefusal(reading.context, request, browser));
  }
  if (request.prompts.has("none")) {
    const { redirectUri, state, responseType } = request;
    const place = responseType === "token" ? "fragment" : "query";
    return redirect(
      exchange,
      withParameters(redirectUri, { error: "login_required", state }, place),
    ); // C73
  }
  redirect(exchange, `/login?${exchange.query}`);
}
