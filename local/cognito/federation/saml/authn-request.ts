import { html } from "../../pages/html.ts";
import type { PoolContext } from "../../service.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { samlKeyOf } from "./keys.ts";
import { metadataOf } from "./metadata.ts";
import { redirectAddress } from "./redirect-binding.ts";
import { NAMESPACES } from "./xml.ts";

/** The entity id of a pool (C117). */
export function poolEntityId({ pool }: PoolContext): string {
  return `urn:amazon:cognito:sp:${pool.id}`;
}

/**
 * The provider's sign-on address with a request in it, signed where the provider's details ask for that (C288).
 * @throws ProviderError
 */
export async function authnRequestUrl(
  context: PoolContext,
  provider: IdentityProvider,
  trip: { readonly requestId: string; readonly state: string; readonly callback: string },
): Promise<string> {
  const { signOnUrl } = await metadataOf(provider);
  const isSigned = provider.details["RequestSigningAlgorithm"] !== undefined; // rsa-sha256, as the rules have seen
  const key = isSigned ? (await samlKeyOf(context, "signing")).privateKey : undefined;
  const issued = new Date(context.service.clock.now()).toISOString();
  const request = html`<samlp:AuthnRequest
    xmlns:samlp="${NAMESPACES.protocol}"
    xmlns:saml="${NAMESPACES.assertion}"
    ID="${trip.requestId}"
    Version="2.0"
    IssueInstant="${issued}"
    Destination="${signOnUrl}"
    AssertionConsumerServiceURL="${trip.callback}"
    ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
    ><saml:Issuer>${poolEntityId(context)}</saml:Issuer></samlp:AuthnRequest
  >`;
  return redirectAddress({ address: signOnUrl, request, relayState: trip.state, key });
}
