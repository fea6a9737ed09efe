import { type Exchange, send } from "../../exchange.ts";
import type { PoolContext } from "../service.ts";
import { isSignedToken, revokeRefreshToken } from "../tokens/sessions.ts";
import { authenticateClient } from "./client-authentication.ts";
import { apiHeaders, readForm, sendOAuthError } from "./form.ts";

/** `POST /oauth2/revoke` (C115, C116). */
export async function answerRevoke(context: PoolContext, exchange: Exchange): Promise<void> {
  const form = await readForm(exchange);
  if (!form) return;
  const client = authenticateClient(context, exchange.request, form);
  if (client === "invalid_client") return sendOAuthError(exchange, 401, { error: client });
  const token = form.get("token");
  if (typeof client === "string" || !token || !client.client.isRevocable) {
    return sendOAuthError(exchange, 400, { error: "invalid_request" });
  }
  if (isSignedToken(token)) {
    return sendOAuthError(exchange, 400, { error: "unsupported_token_type" });
  }
  revokeRefreshToken(client, token);
  send(exchange.response, { status: 200, headers: apiHeaders() });
}
