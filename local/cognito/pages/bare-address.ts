import type { AppClient } from "../client.ts";
import type { Exchange } from "../../exchange.ts";
import type { UserPool } from "../pool.ts";
import { sendPage } from "./frame.ts";
import { type Html, html } from "./html.ts";

/** Whether somebody has opened the address of the sign-in host itself, which AWS has no page at. */
export function isBareVisit({ method, path, request }: Exchange): boolean {
  return method === "GET" && path === "/" && /\btext\/html\b/.test(request.headers.accept ?? "");
}

/** Says where the pages are, by the links that AWS's console has to them; the status stays. */
export function answerBareVisit({ clients }: UserPool, exchange: Exchange): void {
  const links = [...clients.values()].filter(hasPages).map(pageLink);
  const body = html`<p>
      There is no page at this address: applications send their users to
      <code>/oauth2/authorize</code>, with the id of their app client.
    </p>
    <nav>${links}</nav>`;
  sendPage(exchange, { status: 404, heading: "Not Found", body }, { language: "en" });
}

function hasPages({ oauthFlows, callbackUrls }: AppClient): boolean {
  return oauthFlows.has("code") && callbackUrls.length > 0;
}

function pageLink({ id, name, scopes, callbackUrls: [callbackUrl = ""] }: AppClient): Html {
  const query = new URLSearchParams({
    client_id: id,
    response_type: "code",
    scope: scopes.join(" "),
    redirect_uri: callbackUrl,
  });
  return html`<a href="/login?${query.toString()}">Sign in to ${name}</a>`;
}
