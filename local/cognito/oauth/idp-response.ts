import { isStoodIn } from "../federation/addresses.ts";
import { answerArrival } from "../federation/arrival.ts";
import { callbackUrl } from "../federation/departure.ts";
import {
  type Outcome,
  ProviderError,
  providerFailure,
  takeOutcome,
} from "../federation/outcomes.ts";
import { issuerOfProvider } from "../federation/provider-types.ts";
import { poolOfTrip, type RoundTrip } from "../federation/round-trips.ts";
import { type Exchange, send } from "../../exchange.ts";
import type { PoolContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { type Parameters, readParameters } from "./parameters.ts";

/** `GET /oauth2/idpresponse`: a social or OIDC provider sends the browser back (C117). */
export async function answerIdpResponse(origin: PoolContext, exchange: Exchange): Promise<void> {
  if (exchange.method !== "GET") {
    send(exchange.response, { status: 405, headers: { allow: "GET" } });
    return;
  }
  const parameters = readParameters(exchange.query);
  const state = parameters.get("state") ?? "";
  const context = poolOfTrip(origin, state);
  await answerArrival(context, exchange, {
    protocol: "OAuth",
    state,
    outcomeOf: (trip, provider) => outcomeOf(context, { parameters, trip, provider }),
  });
}

function outcomeOf(
  context: PoolContext,
  answer: {
    readonly parameters: Parameters;
    readonly trip: RoundTrip;
    readonly provider: IdentityProvider;
  },
): Outcome | Promise<Outcome> {
  const { parameters, trip, provider } = answer;
  refuseError(provider, parameters); // an error wins over a code (O045)
  const code = parameters.get("code");
  const { name } = provider;
  if (parameters.repeated.size > 0 || parameters.isMalformed || !code) {
    throw providerFailure(name, 400, "its answer has no code, or says something twice");
  }
  const issuer = parameters.get("iss");
  // Whose answer this is, where the provider says so (RFC 9207).
  if (issuer !== undefined && issuer !== issuerOfProvider(provider)) {
    throw providerFailure(name, 400, "the answer is of another issuer");
  }
  if (!isStoodIn(provider)) return redeem(context, { code, trip, provider });
  const state = parameters.get("state") ?? "";
  return takeOutcome(context, { provider: name, state, handle: code });
}

/** What the provider says instead of a code (C84). */
function refuseError({ name }: IdentityProvider, parameters: Parameters): void {
  const error = parameters.get("error");
  if (error === undefined) return;
  const description = (parameters.get("error_description") ?? "").slice(0, 300);
  if (error === "access_denied") throw new ProviderError("access_denied", description || error);
  throw providerFailure(name, error.slice(0, 100), description);
}

async function redeem(
  context: PoolContext,
  answer: {
    readonly code: string;
    readonly trip: RoundTrip;
    readonly provider: IdentityProvider;
  },
): Promise<Outcome> {
  const { code, trip, provider } = answer;
  const { redeemProviderCode } = await import("../federation/oidc/redemption.ts");
  return redeemProviderCode(provider, {
    code,
    callback: callbackUrl(context, provider),
    nonce: trip.nonce,
    clock: context.service.clock,
  });
}
