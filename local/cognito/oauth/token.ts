import { type Exchange, sendJson } from "../../exchange.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import { ownTurn } from "../../own-turn.ts";
import { authenticateClient } from "./client-authentication.ts";
import { clientCredentials } from "./client-credentials.ts";
import { redeemCode } from "./code-redemption.ts";
import { apiHeaders, readForm, sendOAuthError } from "./form.ts";
import type { Parameters } from "./parameters.ts";
import { refresh } from "./refresh.ts";
import type { GrantAnswer } from "./token-answer.ts";

type Grant = (context: ClientContext, form: Parameters) => Promise<GrantAnswer>;

const GRANTS: ReadonlyMap<string, Grant> = new Map([
  ["authorization_code", redeemCode],
  ["refresh_token", refresh],
  ["client_credentials", clientCredentials],
]);

/** `POST /oauth2/token` (section 3.7). */
export async function answerToken(context: PoolContext, exchange: Exchange): Promise<void> {
  const form = await readForm(exchange);
  if (!form) return;
  const grantType = form.get("grant_type");
  if (grantType === undefined) return sendOAuthError(exchange, 400, { error: "invalid_request" });
  const client = authenticateClient(context, exchange.request, form);
  if (typeof client === "string") return sendOAuthError(exchange, 400, { error: client });
  const grant = GRANTS.get(grantType);
  if (!grant) return sendOAuthError(exchange, 400, { error: "unsupported_grant_type" });
  await ownTurn();
  const answer = await grant(client, form);
  if ("error" in answer) return sendOAuthError(exchange, 400, answer);
  sendJson(exchange.response, 200, { value: answer, headers: apiHeaders() });
}
