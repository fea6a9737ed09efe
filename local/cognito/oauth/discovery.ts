import { ANY_ORIGIN, type Exchange, send, sendJson } from "../../exchange.ts";
import { issuerOf, type PoolContext, poolById, type Service } from "../service.ts";
import { answerPreflight } from "./form.ts";

const HEADERS = { ...ANY_ORIGIN, "cache-control": "public, max-age=86400" };

/** The documents under `/POOLID/.well-known/` (C10, C61). */
export async function answerDiscovery(
  service: Service,
  asked: { readonly poolId: string; readonly document: string; readonly exchange: Exchange },
): Promise<void> {
  const { poolId, document, exchange } = asked;
  const { response, method } = exchange;
  if (method === "OPTIONS") return answerPreflight(exchange, "GET, OPTIONS");
  const context = poolById(service, poolId);
  if (!context) {
    const message = `User pool ${/^[\w-]{1,55}$/.test(poolId) ? poolId : ""} does not exist.`;
    return sendJson(response, 404, { value: { message }, headers: ANY_ORIGIN }); // C11
  }
  if (method !== "GET" && method !== "HEAD") {
    send(response, { status: 405, headers: { ...ANY_ORIGIN, allow: "GET, HEAD, OPTIONS" } });
    return;
  }
  if (document === "jwks.json") {
    const { published } = await service.signing.keysOf(poolId);
    return sendJson(response, 200, { value: { keys: published }, headers: HEADERS });
  }
  if (document === "openid-configuration") {
    return sendJson(response, 200, { value: configuration(context), headers: HEADERS });
  }
  sendJson(response, 404, { value: { message: "Not Found" }, headers: ANY_ORIGIN });
}

/** What Cognito's document holds, with local addresses whatever the issuer says (C61, C62). */
function configuration(context: PoolContext) {
  const { service, pool } = context;
  const origin = service.originOf(pool.urn);
  const at = (path: string) => `${origin}${path}`;
  return {
    ...(pool.domain && {
      authorization_endpoint: at("/oauth2/authorize"),
      end_session_endpoint: at("/logout"),
    }),
    id_token_signing_alg_values_supported: ["RS256"],
    issuer: issuerOf(context),
    jwks_uri: at(`/${pool.id}/.well-known/jwks.json`),
    response_types_supported: ["code", "token"],
    ...(pool.domain && { revocation_endpoint: at("/oauth2/revoke") }),
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
    ...(pool.domain && { token_endpoint: at("/oauth2/token") }),
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    ...(pool.domain && { userinfo_endpoint: at("/oauth2/userInfo") }),
  };
}
