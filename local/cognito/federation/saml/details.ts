import type { PoolContext } from "../../service.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { isStoodIn } from "../addresses.ts";
import { ProviderError } from "../outcomes.ts";
import type { ProviderDetails } from "../provider-types.ts";
import { decryptionKeyOf } from "./keys.ts";
import { metadataOf, type SamlMetadata } from "./metadata.ts";

/** What Describe adds to a SAML provider's details (C288). */
export async function samlAdditions(
  context: PoolContext,
  provider: IdentityProvider,
): Promise<ProviderDetails> {
  const { signOnUrl, logoutUrl } = (await metadataOrNothing(provider)) ?? {};
  const key = await decryptionKeyOf(context, provider);
  return {
    ...(key && { ActiveEncryptionCertificate: key.certificate }),
    ...(signOnUrl !== undefined && { SSORedirectBindingURI: signOnUrl }),
    ...(logoutUrl !== undefined && { SLORedirectBindingURI: logoutUrl }),
  };
}

/** Metadata that is at hand or on this machine: no other is asked, and one that cannot be had is no error here. */
async function metadataOrNothing(provider: IdentityProvider): Promise<SamlMetadata | undefined> {
  if (!provider.details["MetadataFile"] && isStoodIn(provider)) return undefined;
  try {
    return await metadataOf(provider);
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
