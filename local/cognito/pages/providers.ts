import { clientProviders, onlyProvider } from "../federation/client-providers.ts";
import { type Html, html } from "./html.ts";
import { type PageAnswer, type Visit } from "./visit.ts";

/** A link for each provider of the client; none where the request asks for the pool's own form (C67). */
export function providerLinks(visit: Visit): readonly Html[] {
  if (visit.request.provider !== undefined) return [];
  return clientProviders(visit.context).map(({ name }) => {
    const flow = new URLSearchParams(visit.query);
    flow.delete("idp_identifier");
    flow.set("identity_provider", name);
    return html`<a class="provider" href="/oauth2/authorize?${flow.toString()}"
      >Continue with ${name}</a
    >`;
  });
}

/** Sends the browser on where the page would offer one provider only: as authorize does (C89). */
export async function passToProvider(visit: Visit): Promise<PageAnswer | undefined> {
  const provider = onlyProvider(visit.context, visit.request);
  if (!provider) return undefined;
  const { departTo } = await import("../federation/departure.ts");
  return departTo(visit, provider);
}
