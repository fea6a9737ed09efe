import { newSecret } from "../../secrets.ts";
import { answerArrival, finish } from "../federation/arrival.ts";
import { clientProviders } from "../federation/client-providers.ts";
import { CALLBACK_PATHS } from "../federation/departure.ts";
import {
  type Failure,
  keepOutcome,
  type Outcome,
  ProviderError,
  providerFailure,
  takeOutcome,
} from "../federation/outcomes.ts";
import { peekRoundTrip, poolOfTrip, type RoundTrip } from "../federation/round-trips.ts";
import { type Exchange, send } from "../../exchange.ts";
import { refusal } from "../pages/error.ts";
import { sendPage } from "../pages/frame.ts";
import { readPosted } from "../pages/posted.ts";
import { type PoolContext, poolOfClient } from "../service.ts";
import { readAuthorizeRequest } from "./authorize-request.ts";
import { readParameters } from "./parameters.ts";
import { errorPage, redirect, refusalLocation } from "./redirect.ts";

// Base64 in the form encoding may take three characters for one, and RelayState comes beside it.
const POST_BYTES = 384 * 1024;

/**
 * `/saml2/idpresponse` (C117). A provider posts its response here from its own site, and the browser's cookies do not
 * come along with that. So what a response says is kept, and the browser comes for it by `GET`, with the cookie that
 * shows whose sign-in it is.
 */
export async function answerSamlResponse(origin: PoolContext, exchange: Exchange): Promise<void> {
  if (exchange.method === "GET") return answerReturn(origin, exchange);
  if (exchange.method !== "POST") {
    send(exchange.response, { status: 405, headers: { allow: "GET, POST" } });
    return;
  }
  const posted = await readPosted(exchange, POST_BYTES);
  if ("status" in posted) return sendPage(exchange, posted, { language: "en" });
  const encoded = posted.get("SAMLResponse");
  if (encoded === undefined) {
    return sendPage(exchange, refusal(400, "The form is not valid."), { language: "en" });
  }
  const relayState = posted.get("RelayState") ?? "";
  const context = poolOfTrip(origin, relayState);
  const trip = peekRoundTrip(context, relayState);
  if (!trip) return answerUnasked(context, exchange, { encoded, relayState });
  const client = readParameters(trip.query).get("client_id") ?? "";
  const outcome = await outcomeOf(context, { encoded, trip });
  const code = keepOutcome(context, { client, state: relayState, outcome });
  const next = new URLSearchParams({ code, state: relayState });
  redirect(exchange, `${CALLBACK_PATHS.SAML}?${next}`);
}

async function answerReturn(origin: PoolContext, exchange: Exchange): Promise<void> {
  const parameters = readParameters(exchange.query);
  const state = parameters.get("state") ?? "";
  const context = poolOfTrip(origin, state);
  await answerArrival(context, exchange, {
    protocol: "SAML",
    state,
    outcomeOf: (_trip, { name }) =>
      takeOutcome(context, { provider: name, state, handle: parameters.get("code") ?? "" }),
  });
}

/** What a response says, or what is wrong with it. */
async function outcomeOf(
  context: PoolContext,
  { encoded, trip }: { readonly encoded: string; readonly trip: RoundTrip },
): Promise<Outcome | Failure> {
  const provider = context.service.store.providers.byName(context.pool.id, trip.provider);
  const { readSamlResponse } = await import("../federation/saml/response.ts");
  try {
    if (provider?.type !== "SAML") throw providerFailure(trip.provider, 400, "speaks no SAML");
    return await readSamlResponse(context, provider, { encoded, requestId: trip.requestId });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { error: error.code, description: error.message };
  }
}

/**
 * A sign-in that the provider began: where its details allow that (`IDPInit`), and its `RelayState` is an authorize
 * request that names the provider.
 */
async function answerUnasked(
  context: PoolContext,
  exchange: Exchange,
  { encoded, relayState }: { readonly encoded: string; readonly relayState: string },
): Promise<void> {
  if (!relayState.includes("=")) return redirect(exchange, errorPage("invalid_state", undefined));
  const { service } = context;
  // Nothing of ours led here, so the client that the provider names tells whose sign-in it is.
  const pool = poolOfClient(service, new URLSearchParams(relayState).get("client_id"));
  const reading = readAuthorizeRequest(pool?.domain ? { service, pool } : context, relayState);
  if (reading.kind !== "request") return redirect(exchange, refusalLocation(reading));
  const { request } = reading;
  const provider = clientProviders(reading.context).find(({ name }) => name === request.provider);
  if (provider?.type !== "SAML" || provider.details["IDPInit"] !== "true") {
    return redirect(exchange, errorPage("invalid_state", undefined));
  }
  const { readSamlResponse } = await import("../federation/saml/response.ts");
  await finish(
    { context: reading.context, exchange, request, provider },
    {
      nonce: newSecret(),
      outcomeOf: () =>
        readSamlResponse(reading.context, provider, { encoded, requestId: undefined }),
    },
  );
}
