import { isStoodIn } from "../federation/addresses.ts";
import { clientProviders } from "../federation/client-providers.ts";
import { CALLBACK_PATHS } from "../federation/departure.ts";
import { keepOutcome } from "../federation/outcomes.ts";
import { PROVIDER_TYPES } from "../federation/provider-types.ts";
import { peekRoundTrip, poolOfTrip } from "../federation/round-trips.ts";
import {
  askedClaims,
  type AskedClaim,
  claimsOf,
  PEOPLE,
  subjectOf,
} from "../federation/stand-in-people.ts";
import { standInIssuer } from "../federation/stand-in-issuer.ts";
import type { Exchange } from "../../exchange.ts";
import { type AuthorizeRequest, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { type Parameters, readParameters } from "../oauth/parameters.ts";
import { errorPage, redirect } from "../oauth/redirect.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { csrfToken, isOwnForm } from "./csrf.ts";
import { forged, refusal } from "./error.ts";
import { alert, form } from "./fields.ts";
import { sendPage } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { readPosted } from "./posted.ts";

/** A trip whose provider is somewhere else than on this machine. */
interface StandIn {
  readonly context: ClientContext;
  readonly request: AuthorizeRequest;
  readonly exchange: Exchange;
  readonly provider: IdentityProvider;
  readonly state: string;
}

/**
 * `/stand-in`: takes the place of a provider that is not on this machine. Whoever tries the program chooses who to be,
 * and comes back as if the provider had signed them in (F34).
 */
export async function answerStandIn(origin: PoolContext, exchange: Exchange): Promise<void> {
  const state = readParameters(exchange.query).get("state") ?? "";
  const context = poolOfTrip(origin, state);
  const standIn = readStandIn(context, exchange);
  if (!standIn) return redirect(exchange, errorPage("invalid_state", undefined));
  if (exchange.method === "GET") return show(standIn);
  const send = (content: ReturnType<typeof refusal>) =>
    sendPage(exchange, content, { language: "en" });
  if (exchange.method !== "POST") return send(refusal(405, "This page is for browsers."));
  const posted = await readPosted(exchange);
  if ("status" in posted) return send(posted);
  if (!isOwnForm(context, exchange.request, posted.get("_csrf"))) return send(forged());
  await submit(standIn, posted);
}

function readStandIn(context: PoolContext, exchange: Exchange): StandIn | undefined {
  const parameters = readParameters(exchange.query);
  const state = parameters.get("state") ?? "";
  const trip = peekRoundTrip(context, state);
  if (!trip || trip.provider !== parameters.get("identity_provider")) return undefined;
  const reading = readAuthorizeRequest(context, trip.query);
  if (reading.kind !== "request") return undefined;
  const offered = clientProviders(reading.context).find(({ name }) => name === trip.provider);
  return offered && isStoodIn(offered)
    ? { ...reading, exchange, provider: offered, state }
    : undefined;
}

async function submit(standIn: StandIn, posted: Parameters): Promise<void> {
  const { context, exchange, provider, state } = standIn;
  const ready = PEOPLE.find(({ email }) => email === posted.get("person"));
  const claims = ready ? claimsOf(provider, ready) : typedClaims(provider, posted);
  const isRefused = posted.get("choice") === "cancel";
  if (!claims && !isRefused) return show(standIn, "Give at least a subject or an email.");
  const outcome =
    claims && !isRefused
      ? { claims, issuer: await standInIssuer(provider) }
      : ({ error: "access_denied", description: "The user said no." } as const);
  const code = keepOutcome(context, { client: context.client.id, state, outcome });
  const path = CALLBACK_PATHS[PROVIDER_TYPES[provider.type].protocol];
  redirect(exchange, `${path}?${new URLSearchParams({ code, state })}`);
}

/** What was typed in; a subject that was left out follows from the e-mail address. */
function typedClaims(
  provider: IdentityProvider,
  posted: Parameters,
): Record<string, unknown> | undefined {
  const asked = askedClaims(provider);
  const typed = new Map<string, unknown>();
  for (const { claim, kind } of asked) {
    const value = posted.get(fieldName(claim));
    if (kind === "verified") typed.set(claim, value === "true");
    else if (value) typed.set(claim, value);
  }
  const [subject, ...others] = asked;
  const email = others.find(({ kind }) => kind === "email")?.claim;
  const address = email === undefined ? undefined : typed.get(email);
  if (subject && !typed.has(subject.claim) && typeof address === "string") {
    typed.set(subject.claim, subjectOf(provider, address));
  }
  return subject && typed.has(subject.claim) ? Object.fromEntries(typed) : undefined;
}

function show(standIn: StandIn, error?: string): void {
  const { context, exchange, request, provider } = standIn;
  const { value: csrf, cookies } = csrfToken(context, exchange.request);
  const action = `/stand-in?${exchange.query}`;
  const hidden = (name: string, value: string) =>
    html`<input type="hidden" name="${name}" value="${value}" />`;
  const people = PEOPLE.map(({ name, email, isVerified }) =>
    form({
      action,
      csrf,
      fields: hidden("person", email),
      button: `${name}, ${email}${isVerified ? "" : " (not verified)"}`,
      isPlain: true,
    }),
  );
  const fields = html`${askedClaims(provider).map(claimField)}`;
  const cancel = hidden("choice", "cancel");
  const body = html`${alert(error)}
    <p>
      ${provider.name} is not asked from this machine: this page stands in for it. Choose who to be.
    </p>
    ${people}
    <h2>Somebody else</h2>
    ${form({ action, csrf, fields, button: "Continue" })}
    ${form({ action, csrf, fields: cancel, button: "Cancel", isPlain: true })}`;
  const content = { status: 200, heading: `Stand-in for ${provider.name}`, body };
  sendPage(exchange, content, { language: "en", cookies, redirectUri: request.redirectUri });
}

function claimField({ claim, kind }: AskedClaim): Html {
  const name = fieldName(claim);
  if (kind === "verified") {
    return html`<label for="${name}">${claim}</label>
      <select id="${name}" name="${name}">
        <option value="true">true</option>
        <option value="false">false</option>
      </select>`;
  }
  const type = kind === "email" ? "email" : "text";
  return html`<label for="${name}">${claim}</label>
    <input id="${name}" name="${name}" type="${type}" autocomplete="off" />`;
}

function fieldName(claim: string): string {
  return `claims[${claim}]`;
}
