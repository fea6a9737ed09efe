import type { Exchange } from "../../exchange.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import { errorForClient } from "../oauth/grant.ts";
import { redirect } from "../oauth/redirect.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { isStoodIn } from "./addresses.ts";
import { ProviderError } from "./outcomes.ts";
import { PROVIDER_TYPES } from "./provider-types.ts";
import { beginRoundTrip, type RoundTrip } from "./round-trips.ts";

/** Who goes to a provider, for which client. */
export interface Departure {
  readonly context: ClientContext;
  readonly request: AuthorizeRequest;
  readonly exchange: Exchange;
}

/** Where a provider sends the browser back to (C117). */
export const CALLBACK_PATHS = { OAuth: "/oauth2/idpresponse", SAML: "/saml2/idpresponse" } as const;

/** The address of {@link CALLBACK_PATHS} that is to be registered at the provider. */
export function callbackUrl(
  { service, pool }: PoolContext,
  { type }: Pick<IdentityProvider, "type">,
): string {
  return service.originOf(pool.urn) + CALLBACK_PATHS[PROVIDER_TYPES[type].protocol];
}

/** Sends the browser to the provider (C64), or to the client with what is wrong with the provider (C84). */
export async function sendToProvider(
  departure: Departure,
  provider: IdentityProvider,
): Promise<void> {
  const { location, cookies } = await departTo(departure, provider);
  redirect(departure.exchange, location, cookies);
}

/** The same for a page, which sends its answer itself. */
export async function departTo(
  { context, request, exchange }: Departure,
  provider: IdentityProvider,
): Promise<{ readonly location: string; readonly cookies: readonly string[] }> {
  const goal = { provider: provider.name, query: exchange.query };
  const { trip, state, cookie } = beginRoundTrip(context, exchange.request, goal);
  try {
    const location = await providerLocation({ context, request, provider, trip, state });
    return { location, cookies: [cookie] };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const problem = { error_description: error.message, error: error.code };
    return { location: errorForClient(request, problem), cookies: [] };
  }
}

async function providerLocation(args: {
  readonly context: ClientContext;
  readonly request: AuthorizeRequest;
  readonly provider: IdentityProvider;
  readonly trip: RoundTrip;
  readonly state: string;
}): Promise<string> {
  const { context, provider, request, trip, state } = args;
  if (isStoodIn(provider)) {
    return `/stand-in?${new URLSearchParams({ identity_provider: provider.name, state })}`;
  }
  const callback = callbackUrl(context, provider);
  if (provider.type === "SAML") {
    const { authnRequestUrl } = await import("./saml/authn-request.ts");
    return authnRequestUrl(context, provider, { requestId: trip.requestId, state, callback });
  }
  const { authorizationUrl } = await import("./oidc/authorization.ts");
  return authorizationUrl(provider, { trip, state, callback, request });
}
