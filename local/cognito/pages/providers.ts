import { clientProviders, onlyProvider } from "../federation/client-providers.ts";
import type { Parameters } from "../oauth/parameters.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { field, form } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { pageAddress, type PageAnswer, type Visit } from "./visit.ts";

const ADDRESS = "corporate_email";

/** A link for each provider of the client; none where the request asks for the pool's own form (C67). */
export function providerLinks(visit: Visit): readonly Html[] {
  if (visit.request.provider !== undefined) return [];
  const found = providersByDomain(visit);
  return clientProviders(visit.context)
    .filter((provider) => !found.some(({ name }) => name === provider.name))
    .map((provider) => providerLink(visit, provider));
}

/** A field whose address tells the provider by its domain, in place of the links of several (C67). */
export function domainForm(visit: Visit): Html | null {
  const isAsked = visit.request.provider === undefined && providersByDomain(visit).length > 0;
  const label = "Work email";
  const fields = field({ name: ADDRESS, label, type: "email", autocomplete: "email" });
  const action = pageAddress(visit, "/login");
  return isAsked
    ? form({ action, csrf: visit.csrf, fields, button: "Continue", isPlain: true })
    : null;
}

/** The way to the provider of the address in {@link domainForm}; undefined for a form without one. */
export function passByDomain(
  visit: Visit,
  posted: Parameters,
): PageAnswer | { readonly error: string } | undefined {
  const address = posted.get(ADDRESS);
  if (address === undefined) return undefined;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  const found = providersByDomain(visit).find(({ identifiers }) =>
    identifiers.some((identifier) => identifier.toLowerCase() === domain),
  );
  if (!found) return { error: "No provider signs in people of this address." };
  return {
    status: 200,
    heading: "Sign in",
    body: providerLink(visit, found),
    next: providerAddress(visit, found),
  };
}

/** SAML providers with identifiers, where a client offers several SAML providers. */
function providersByDomain({ context }: Visit): readonly IdentityProvider[] {
  const all = clientProviders(context).filter(({ type }) => type === "SAML");
  return all.length > 1 ? all.filter(({ identifiers }) => identifiers.length > 0) : [];
}

function providerLink(visit: Visit, provider: IdentityProvider): Html {
  return html`<a class="provider" href="${providerAddress(visit, provider)}"
    >Continue with ${provider.name}</a
  >`;
}

function providerAddress(visit: Visit, { name }: IdentityProvider): string {
  const flow = new URLSearchParams(visit.query);
  flow.delete("idp_identifier");
  flow.set("identity_provider", name);
  return `/oauth2/authorize?${flow}`;
}

/** Sends the browser on where the page would offer one provider only: as authorize does (C89). */
export async function passToProvider(visit: Visit): Promise<PageAnswer | undefined> {
  const provider = onlyProvider(visit.context, visit.request);
  if (!provider) return undefined;
  const { departTo } = await import("../federation/departure.ts");
  return departTo(visit, provider);
}
