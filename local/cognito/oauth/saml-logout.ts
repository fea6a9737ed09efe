import { poolOfTrip } from "../federation/round-trips.ts";
import { type Exchange, send } from "../../exchange.ts";
import { sendPage } from "../pages/frame.ts";
import { readPosted } from "../pages/posted.ts";
import type { PoolContext } from "../service.ts";
import { errorPage, redirect } from "./redirect.ts";

const POST_BYTES = 64 * 1024;

/** `POST /saml2/logout`: a SAML provider sends the browser back from a sign-out (C117). */
export async function answerSamlLogout(origin: PoolContext, exchange: Exchange): Promise<void> {
  if (exchange.method !== "POST") {
    send(exchange.response, { status: 405, headers: { allow: "POST" } });
    return;
  }
  const posted = await readPosted(exchange, POST_BYTES);
  if ("status" in posted) return sendPage(exchange, posted, { language: "en" });
  const state = posted.get("RelayState") ?? "";
  const context = poolOfTrip(origin, state);
  const { endLogout } = await import("../federation/saml/logout.ts");
  const encoded = posted.get("SAMLResponse") ?? "";
  const location = await endLogout(context, { encoded, state });
  redirect(exchange, location ?? errorPage("invalid_request", undefined));
}
