import type { AppClient } from "../../cognito/client.ts";
import { signInHosts } from "../../host-names.ts";
import { type Graph, members, text, type Value } from "../../program/graph.ts";
import { RESOURCE_SERVER } from "../../program/types.ts";
import { poolOfIssuer } from "../pool-of-issuer.ts";
import type { RouteRow } from "../route-rows.ts";
import type { OAuthFlow } from "./document-types.ts";

/** What Cognito's own scopes give (C87). */
const OWN_SCOPES: Readonly<Record<string, string>> = {
  openid: "An ID token",
  email: "The e-mail address",
  phone: "The phone number",
  profile: "All attributes that the client may read",
  "aws.cognito.signin.user.admin": "The user's own data through the Cognito API",
};

/** Flows of OAuth 2.0 by their names in OpenAPI and in Cognito's settings. */
const FLOWS = [
  { name: "authorizationCode", setting: "code", hasPages: true, hasToken: true },
  { name: "implicit", setting: "implicit", hasPages: true, hasToken: false },
  { name: "clientCredentials", setting: "client_credentials", hasPages: false, hasToken: true },
] as const;

/**
 * The flows by which the authorizer's app clients get tokens on the sign-in domain of the program's own pool.
 * @returns undefined when the issuer is no pool of the program, the pool has no domain, or no client has a flow
 */
export function oauthFlows(
  graph: Graph,
  { issuer, audiences }: Pick<RouteRow, "issuer" | "audiences">,
): Readonly<Record<string, OAuthFlow>> | undefined {
  const pool = poolOfIssuer(graph, issuer);
  const resource = pool && graph.byUrn(pool.urn);
  const [host] = resource ? signInHosts(graph, resource) : [];
  if (!pool || host === undefined) return undefined;
  const clients = audiences.flatMap(({ id }) => pool.clients.get(id) ?? []);
  const words = scopeWords(graph, pool.id);
  const flows = FLOWS.flatMap((flow) => {
    const allowed = clients.filter(({ oauthFlows: own }) => own.has(flow.setting));
    return allowed.length === 0 ? [] : [[flow.name, flowOf(flow, host, allowed, words)] as const];
  });
  return flows.length === 0 ? undefined : Object.fromEntries(flows);
}

function flowOf(
  { hasPages, hasToken }: (typeof FLOWS)[number],
  host: string,
  clients: readonly AppClient[],
  words: Readonly<Record<string, string>>,
): OAuthFlow {
  const scopes = new Set(clients.flatMap((client) => client.scopes));
  return {
    ...(hasPages && { authorizationUrl: `https://${host}/oauth2/authorize` }),
    ...(hasToken && { tokenUrl: `https://${host}/oauth2/token` }),
    ...(hasToken && hasPages && { refreshUrl: `https://${host}/oauth2/token` }),
    scopes: Object.fromEntries([...scopes].map((scope) => [scope, words[scope] ?? scope])),
  };
}

/** Descriptions of the pool's scopes by their full names. */
function scopeWords(graph: Graph, poolId: string): Readonly<Record<string, string>> {
  const own = graph.where(RESOURCE_SERVER, "userPoolId", poolId).flatMap(({ inputs }) => {
    const scopes = inputs["scopes"];
    return (Array.isArray(scopes) ? (scopes as readonly Value[]) : []).map((scope) =>
      scopeEntry(text(inputs["identifier"]) ?? "", scope),
    );
  });
  return { ...OWN_SCOPES, ...Object.fromEntries(own) };
}

function scopeEntry(identifier: string, scope: Value): readonly [string, string] {
  const { scopeName, scopeDescription } = members(scope);
  return [`${identifier}/${text(scopeName) ?? ""}`, text(scopeDescription) ?? ""];
}
