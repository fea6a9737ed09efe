import { escapeForLog } from "../../log-text.ts";
import { ServiceError } from "../../json-api/errors.ts";
import type { Exchange } from "../../exchange.ts";
import { type AuthorizeRequest, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { type BrowserSignIn, startBrowserSession } from "../oauth/browser-session.ts";
import { errorForClient, grantOrRefusal } from "../oauth/grant.ts";
import { errorPage, redirect, refusalLocation } from "../oauth/redirect.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { clientProviders } from "./client-providers.ts";
import { signInFederated } from "./federated-users.ts";
import { type Outcome, ProviderError } from "./outcomes.ts";
import { PROVIDER_TYPES } from "./provider-types.ts";
import { type RoundTrip, takeRoundTrip } from "./round-trips.ts";

/** A browser that comes back from a provider. */
export interface Arrival {
  /** Which endpoint it came to. */
  readonly protocol: "OAuth" | "SAML";
  readonly state: string;
  /** Reads what the provider says. @throws ProviderError */
  readonly outcomeOf: (trip: RoundTrip, provider: IdentityProvider) => Outcome | Promise<Outcome>;
}

/** Ends a trip: the browser goes on to the client, signed in or with what was wrong; without a trip, to the error page. */
export async function answerArrival(
  context: PoolContext,
  exchange: Exchange,
  { protocol, state, outcomeOf }: Arrival,
): Promise<void> {
  const trip = takeRoundTrip(context, exchange.request, state);
  if (!trip) return redirect(exchange, errorPage("invalid_state", undefined));
  const reading = readAuthorizeRequest(context, trip.query);
  if (reading.kind !== "request") return redirect(exchange, refusalLocation(reading));
  const { request } = reading;
  const provider = clientProviders(reading.context).find(({ name }) => name === trip.provider);
  // The answer of another kind of provider, or of one that the client has stopped to offer (O050).
  if (!provider || PROVIDER_TYPES[provider.type].protocol !== protocol) {
    return redirect(exchange, errorForClient(request, { error: "invalid_request" }));
  }
  await finish(
    { context: reading.context, exchange, request, provider },
    { nonce: trip.nonce, outcomeOf: () => outcomeOf(trip, provider) },
  );
}

/** What a sign-in by a provider ends with. */
export interface Ending {
  readonly context: ClientContext;
  readonly exchange: Exchange;
  readonly request: AuthorizeRequest;
  readonly provider: IdentityProvider;
}

/** Signs the provider's user in and sends the browser on to the client (C74, C83, C84). */
export async function finish(
  ending: Ending,
  read: { readonly nonce: string; readonly outcomeOf: () => Outcome | Promise<Outcome> },
): Promise<void> {
  const { context, exchange, request, provider } = ending;
  const signedIn = await signInOrProblem(ending, async () => {
    const outcome = await read.outcomeOf();
    const user = await signInFederated(context, provider, outcome);
    return { user, saml: outcome.session && { ...outcome.session, provider: provider.name } };
  });
  if ("error" in signedIn) return redirect(exchange, errorForClient(request, signedIn));
  const { browser, cookie } = startBrowserSession(context, exchange.request, signedIn);
  // The one that was made for the provider stands in for one that the client did not send (C18).
  const granted = { ...request, nonce: request.nonce ?? read.nonce };
  redirect(exchange, await grantOrRefusal(context, granted, browser), [cookie]);
}

async function signInOrProblem(
  { context, provider }: Ending,
  signIn: () => Promise<BrowserSignIn>,
): Promise<BrowserSignIn | { readonly error: string; readonly error_description: string }> {
  try {
    return await signIn();
  } catch (error) {
    if (error instanceof ProviderError) {
      const problem = escapeForLog(error.message);
      context.service.log(`user pool ${context.pool.name}: ${provider.name}: ${problem}`);
      return { error_description: error.message, error: error.code };
    }
    if (!(error instanceof ServiceError)) throw error;
    // With the space at its end that AWS's descriptions have (C83).
    return { error_description: `${error.message} `, error: "invalid_request" };
  }
}
