import { parseJsonObject } from "../../../strict-json.ts";
import type { Clock } from "../../../clock.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { type Outcome, providerFailure } from "../outcomes.ts";
import { endpointsOf, type OidcEndpoints } from "./endpoints.ts";
import { verifyIdToken } from "./id-token.ts";
import { ask, type Asked } from "./request.ts";

/**
 * Redeems the provider's code and reads who it is of: the ID token's claims, and over them those of userInfo.
 * @throws ProviderError
 */
export async function redeemProviderCode(
  provider: IdentityProvider,
  redemption: {
    readonly code: string;
    readonly callback: string;
    readonly nonce: string;
    readonly clock: Clock;
  },
): Promise<Outcome> {
  const { code, callback, nonce, clock } = redemption;
  const endpoints = await endpointsOf(provider);
  const tokens = await requestTokens(provider, endpoints, { code, callback });
  const idToken = tokens["id_token"];
  if (typeof idToken !== "string") throw providerFailure(provider.name, 200, "no id_token");
  const claims = await verifyIdToken(idToken, { provider, endpoints, nonce, clock });
  const more = await userInfo(provider, endpoints, tokens["access_token"]);
  // What is said of somebody else is not said of this user (OpenID Connect Core 5.3.2).
  if (more && more["sub"] !== claims["sub"]) {
    throw providerFailure(provider.name, 200, "userInfo is about another subject");
  }
  const sources = { tokenResponse: tokens, idToken: claims, userInfo: more ?? {} };
  return { claims: { ...claims, ...more }, issuer: endpoints.issuer, sources };
}

/** The token answer; the client's secret goes in the form (C292). */
async function requestTokens(
  provider: IdentityProvider,
  { token }: OidcEndpoints,
  { code, callback }: { readonly code: string; readonly callback: string },
) {
  const { client_id = "", client_secret } = provider.details;
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: callback,
    client_id,
    ...(client_secret && { client_secret }),
  });
  const answer = await ask(provider.name, token, { method: "POST", body: form });
  const tokens = bodyOf(provider.name, answer);
  if (String(tokens["token_type"]).toLowerCase() !== "bearer") {
    throw providerFailure(provider.name, answer.status, "token_type is not Bearer"); // O049
  }
  return tokens;
}

async function userInfo(
  provider: IdentityProvider,
  { userInfo: address }: OidcEndpoints,
  accessToken: unknown,
) {
  if (address === undefined || typeof accessToken !== "string") return undefined;
  const method = provider.details["attributes_request_method"] === "POST" ? "POST" : "GET"; // C288
  const headers = { authorization: `Bearer ${accessToken}` };
  return bodyOf(provider.name, await ask(provider.name, address, { method, headers }));
}

function bodyOf(name: string, { status, text }: Asked) {
  const body = parseJsonObject(text, true);
  if (status !== 200) throw providerFailure(name, status, errorText(body));
  if (!body) throw providerFailure(name, status, "the answer is not a JSON object");
  return body;
}

function errorText(body: Readonly<Record<string, unknown>> | undefined): string {
  const words = [body?.["error"], body?.["error_description"]];
  return words
    .filter((word) => typeof word === "string")
    .join(" ")
    .slice(0, 300);
}
