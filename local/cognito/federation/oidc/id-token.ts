import type { JSONWebKeySet, JWTPayload } from "jose";
import type { Clock } from "../../../clock.ts";
import { parseJsonObject } from "../../../strict-json.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { providerFailure } from "../outcomes.ts";
import { documentOf, type OidcEndpoints } from "./endpoints.ts";

// Signatures that need the provider's own private key: neither `none` nor a secret that we know as well (O048).
const ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512".split(" ");

/**
 * Verifies a provider's ID token (OpenID Connect Core 3.1.3.7): signature, issuer, audience, expiry and nonce.
 * @throws ProviderError
 */
export async function verifyIdToken(
  idToken: string,
  expected: {
    readonly provider: IdentityProvider;
    readonly endpoints: OidcEndpoints;
    readonly nonce: string;
    readonly clock: Clock;
  },
): Promise<JWTPayload> {
  const { provider, endpoints, nonce, clock } = expected;
  const claims = await signedClaims(idToken, { provider, endpoints, clock });
  // A token for somebody else's sign-in does not serve for this one (O047).
  if (claims["nonce"] !== nonce) throw refused(provider, "its nonce is not the one that was sent");
  const { client_id } = provider.details;
  const isForMany = Array.isArray(claims.aud) && claims.aud.length > 1;
  if ((isForMany || claims["azp"] !== undefined) && claims["azp"] !== client_id) {
    throw refused(provider, "it was issued to another client");
  }
  return claims;
}

async function signedClaims(
  idToken: string,
  expected: {
    readonly provider: IdentityProvider;
    readonly endpoints: OidcEndpoints;
    readonly clock: Clock;
  },
): Promise<JWTPayload> {
  const { provider, endpoints, clock } = expected;
  const keys = parseJsonObject(await documentOf(provider.name, endpoints.jwks), true);
  const { createLocalJWKSet } = await import("jose/jwks/local");
  const { jwtVerify } = await import("jose/jwt/verify");
  try {
    const keySet = createLocalJWKSet({ ...keys } as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(idToken, keySet, {
      algorithms: ALGORITHMS,
      issuer: endpoints.issuer,
      audience: provider.details["client_id"] ?? "",
      currentDate: new Date(clock.now()),
      requiredClaims: ["sub", "iat", "exp"],
    });
    return payload;
  } catch (error) {
    throw refused(provider, error instanceof Error ? error.message : "it cannot be verified");
  }
}

function refused({ name }: IdentityProvider, reason: string) {
  return providerFailure(name, 200, `bad id_token: ${reason}`);
}
