import type { IdentityProvider } from "../tables/identity-providers.ts";
import { ProviderError } from "./outcomes.ts";
import { issuerOfProvider } from "./provider-types.ts";

/** The issuer that a provider would be known by, as far as its details tell without asking it. */
export async function standInIssuer(provider: IdentityProvider): Promise<string | null> {
  const { MetadataFile, MetadataURL } = provider.details;
  if (!MetadataFile) return MetadataURL ?? issuerOfProvider(provider);
  const { parseMetadata } = await import("./saml/metadata.ts");
  try {
    return parseMetadata(provider.name, MetadataFile).entityId;
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}
