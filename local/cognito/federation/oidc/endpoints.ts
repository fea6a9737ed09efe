import { fetchDocument, IssuerFault } from "../../../gateway/jwt/issuer-documents.ts";
import { parseJsonObject } from "../../../strict-json.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { providerFailure } from "../outcomes.ts";

/** Where an OpenID provider is asked. */
export interface OidcEndpoints {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly jwks: string;
  /** Not every provider has one. */
  readonly userInfo: string | undefined;
}

/**
 * The provider's endpoints: those of its details, the others by discovery (C288, C292).
 * @throws ProviderError when the document is out of reach, or another issuer's
 */
export async function endpointsOf({ name, details }: IdentityProvider): Promise<OidcEndpoints> {
  const issuer = details["oidc_issuer"] ?? "";
  const { authorize_url, token_url, jwks_uri, attributes_url } = details;
  if (authorize_url && token_url && jwks_uri) {
    const userInfo = attributes_url || undefined;
    return { issuer, authorization: authorize_url, token: token_url, jwks: jwks_uri, userInfo };
  }
  const document = await discover(name, issuer);
  const endpoint = (key: string) => {
    const address = document[key];
    return typeof address === "string" ? address : undefined;
  };
  const authorization = authorize_url || endpoint("authorization_endpoint");
  const token = token_url || endpoint("token_endpoint");
  const jwks = jwks_uri || endpoint("jwks_uri");
  if (!authorization || !token || !jwks) {
    throw providerFailure(name, 500, "its discovery document lacks an endpoint");
  }
  const userInfo = attributes_url || endpoint("userinfo_endpoint");
  return { issuer, authorization, token, jwks, userInfo };
}

async function discover(name: string, issuer: string) {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const text = await documentOf(name, address);
  const document = parseJsonObject(text, true);
  // The document of another issuer would send codes and secrets elsewhere (OpenID Connect Discovery 4.3).
  if (document?.["issuer"] !== issuer) {
    throw providerFailure(name, 500, "its discovery document is not of the configured issuer");
  }
  return document;
}

/** A document of the provider. @throws ProviderError */
export async function documentOf(name: string, address: string): Promise<string> {
  try {
    return await fetchDocument(address, fetch);
  } catch (error) {
    if (error instanceof IssuerFault) throw providerFailure(name, 500, error.message);
    throw error;
  }
}
