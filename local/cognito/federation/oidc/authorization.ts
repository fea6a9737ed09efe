import type { AuthorizeRequest } from "../../oauth/authorize-request.ts";
import { withParameters } from "../../oauth/parameters.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import type { RoundTrip } from "../round-trips.ts";
import { endpointsOf } from "./endpoints.ts";

/**
 * The provider's authorize address for a trip: code flow with state and nonce, without PKCE (C292). `login_hint` and
 * `prompt` are passed on (C72, C73).
 * @throws ProviderError
 */
export async function authorizationUrl(
  provider: IdentityProvider,
  trip: {
    readonly trip: RoundTrip;
    readonly state: string;
    readonly callback: string;
    readonly request: AuthorizeRequest;
  },
): Promise<string> {
  const { authorization } = await endpointsOf(provider);
  const { request, state, callback } = trip;
  const { client_id, authorize_scopes } = provider.details;
  return withParameters(authorization, {
    client_id,
    redirect_uri: callback,
    response_type: "code",
    scope: authorize_scopes,
    state,
    nonce: trip.trip.nonce,
    login_hint: request.loginHint,
    prompt: request.prompts.size > 0 ? [...request.prompts].join(" ") : undefined,
  });
}
