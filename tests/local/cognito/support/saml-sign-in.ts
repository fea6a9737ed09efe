import type { Properties } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, type Loaded } from "./browser.ts";
import { federatedGraph, provider } from "./federation.ts";
import { type RunningPools, serve } from "./running-pools.ts";
import { METADATA, readRequest, type ResponseParts } from "./saml-provider.ts";

export const STAFF_QUERY = flowQuery({ identity_provider: "Staff" });

/** A pool whose client offers the SAML provider `Staff`. */
export function serveStaff(details: Properties = {}): Promise<RunningPools> {
  const staff = provider("Staff", {
    providerType: "SAML",
    providerDetails: { MetadataFile: METADATA, ...details },
    attributeMapping: { email: "email" },
  });
  return serve(federatedGraph([staff]));
}

/** Posts as the provider's page would: from another site, so without cookies. */
export function postAsProvider(
  pools: Pick<RunningPools, "origin">,
  xml: string,
  RelayState: string,
  path = "/saml2/idpresponse",
): Promise<Loaded> {
  const SAMLResponse = Buffer.from(xml).toString("base64");
  const body = new URLSearchParams({ SAMLResponse, RelayState });
  return new Browser(pools).load(path, { method: "POST", body });
}

/** Goes to the provider and back with what it answers to the request. */
export async function samlRoundTrip(
  pools: Pick<RunningPools, "origin">,
  answer: (parts: ResponseParts) => string,
  browser = new Browser(pools),
): Promise<Loaded> {
  const { location } = await browser.load(`/oauth2/authorize?${STAFF_QUERY}`);
  const { id, relayState } = readRequest(location);
  const acs = `${pools.origin}/saml2/idpresponse`;
  const posted = await postAsProvider(pools, answer({ acs, requestId: id }), relayState);
  return browser.load(posted.location);
}
