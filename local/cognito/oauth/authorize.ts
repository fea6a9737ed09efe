import { onlyProvider } from "../federation/client-providers.ts";
import { type Exchange, send } from "../../exchange.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import { type AuthorizeRequest, readAuthorizeRequest } from "./authorize-request.ts";
import { signedInBrowser } from "./browser-session.ts";
import { errorForClient, grantOrRefusal } from "./grant.ts";
import { redirect, refusalLocation } from "./redirect.ts";

/** `GET /oauth2/authorize`: never a page of its own, always on to somewhere (C64). */
export async function answerAuthorize(context: PoolContext, exchange: Exchange): Promise<void> {
  if (exchange.method !== "GET") {
    send(exchange.response, { status: 405, headers: { allow: "GET" } });
    return;
  }
  const reading = readAuthorizeRequest(context, exchange.query);
  if (reading.kind === "page" && reading.error === "redirect_mismatch") {
    tellMismatch(context, reading.clientId, exchange.query);
  }
  if (reading.kind !== "request") return redirect(exchange, refusalLocation(reading));
  const { request } = reading;
  warnWithoutPkce(reading.context, request);
  const browser = request.prompts.has("login")
    ? undefined
    : signedInBrowser(context, exchange.request);
  if (browser) {
    return redirect(exchange, await grantOrRefusal(reading.context, request, browser));
  }
  if (request.prompts.has("none"))
    return redirect(exchange, errorForClient(request, { error: "login_required" })); // C73
  const provider = onlyProvider(reading.context, request);
  if (!provider) return redirect(exchange, `/login?${exchange.query}`);
  const { sendToProvider } = await import("../federation/departure.ts");
  return sendToProvider({ context: reading.context, request, exchange }, provider);
}

/** The page shows nothing of the address (O080): who runs the pool is told which one was asked for. */
function tellMismatch(
  { service, pool }: PoolContext,
  clientId: string | undefined,
  query: string,
): void {
  const client = pool.clients.get(clientId ?? "");
  const asked = new URLSearchParams(query).get("redirect_uri")?.slice(0, 200);
  service.log(
    `user pool ${pool.name}: client ${client?.name} sends users back to ${client?.callbackUrls.join(", ")}, not to ` +
      `${JSON.stringify(asked)}: add it to callbackUrls, or begin at an address that is there`,
  );
}

/** Cognito does not ask for PKCE, so nobody else tells (RFC 9700, section 2.1.1). */
function warnWithoutPkce(
  { service, pool, client }: ClientContext,
  request: AuthorizeRequest,
): void {
  if (request.responseType !== "code" || request.codeChallenge !== undefined) return;
  service.log(
    `user pool ${pool.name}: client ${client.name} asks for a code without PKCE: send code_challenge and code_challenge_method=S256`,
  );
}
