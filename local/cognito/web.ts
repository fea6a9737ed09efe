import { onFirstUse } from "../on-first-use.ts";
import { type Exchange, send, sendJson } from "../exchange.ts";
import type { UserPool } from "./pool.ts";
import type { PoolContext, Service } from "./service.ts";

type Endpoint = (context: PoolContext, exchange: Exchange) => Promise<void> | void;

/** Endpoints of a pool's domain by path; each loads when it is first asked for (T16). */
const ENDPOINTS: { readonly [path: string]: () => Promise<Endpoint> } = {
  "/oauth2/authorize": onFirstUse(
    async () => (await import("./oauth/authorize.ts")).answerAuthorize,
  ),
  "/oauth2/token": onFirstUse(async () => (await import("./oauth/token.ts")).answerToken),
  "/oauth2/userInfo": onFirstUse(async () => (await import("./oauth/user-info.ts")).answerUserInfo),
  "/oauth2/revoke": onFirstUse(async () => (await import("./oauth/revoke.ts")).answerRevoke),
  "/oauth2/idpresponse": onFirstUse(
    async () => (await import("./oauth/idp-response.ts")).answerIdpResponse,
  ),
  "/saml2/idpresponse": onFirstUse(
    async () => (await import("./oauth/saml-response.ts")).answerSamlResponse,
  ),
  "/saml2/logout": onFirstUse(
    async () => (await import("./oauth/saml-logout.ts")).answerSamlLogout,
  ),
  "/stand-in": onFirstUse(async () => (await import("./pages/stand-in.ts")).answerStandIn),
  "/logout": onFirstUse(async () => (await import("./oauth/logout.ts")).answerLogout),
};

/** Answers what is not the JSON API: discovery for every pool, OAuth endpoints and pages for a pool with a domain. */
export async function answerWeb(
  service: Service,
  pool: UserPool | undefined,
  exchange: Exchange,
): Promise<void> {
  const [, poolId, document] = /^\/([^/]+)\/\.well-known\/([a-z.-]+)$/.exec(exchange.path) ?? [];
  if (poolId !== undefined && document !== undefined) {
    const { answerDiscovery } = await import("./oauth/discovery.ts");
    return answerDiscovery(service, { poolId, document, exchange });
  }
  // A pool without a domain has no host that these paths could be on (C3).
  if (!pool?.domain) return notFound(exchange);
  const context = { service, pool };
  const endpoint = Object.hasOwn(ENDPOINTS, exchange.path) ? ENDPOINTS[exchange.path] : undefined;
  if (endpoint) return (await endpoint())(context, exchange);
  const { answerPage, isPage } = await import("./pages/pages.ts");
  if (isPage(exchange.path)) return answerPage(context, exchange);
  const { answerBareVisit, isBareVisit } = await import("./pages/bare-address.ts");
  return isBareVisit(exchange) ? answerBareVisit(pool, exchange) : notFound(exchange);
}

function notFound({ response, method }: Exchange): void {
  if (method === "HEAD") send(response, { status: 404, headers: {} });
  else sendJson(response, 404, { value: { message: "Not Found" } });
}
