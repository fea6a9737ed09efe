import { X509Certificate } from "node:crypto";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { documentOf } from "../oidc/endpoints.ts";
import { providerFailure } from "../outcomes.ts";
import { allNamed, attribute, children, parseXml } from "./xml.ts";

/** What a SAML provider says of itself. */
export interface SamlMetadata {
  readonly entityId: string;
  /** Where requests go, by the redirect binding. */
  readonly signOnUrl: string;
  /** Where sign-outs go, by the redirect binding; undefined for a provider that takes none. */
  readonly logoutUrl: string | undefined;
  /** PEM; responses are signed with the key of one of them. */
  readonly certificates: readonly string[];
}

const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/** The provider's metadata, from its file or its address (C288). @throws ProviderError */
export async function metadataOf({ name, details }: IdentityProvider): Promise<SamlMetadata> {
  const { MetadataFile, MetadataURL = "" } = details;
  return parseMetadata(name, MetadataFile || (await documentOf(name, MetadataURL)));
}

/** Reads a metadata document. @throws ProviderError for one that lacks what a sign-in needs */
export function parseMetadata(provider: string, text: string): SamlMetadata {
  const root = parseXml(text);
  const entities = root ? allNamed(root, { space: "metadata", name: "EntityDescriptor" }) : [];
  for (const entity of entities) {
    const [descriptor] = children(entity, { space: "metadata", name: "IDPSSODescriptor" });
    const entityId = attribute(entity, "entityID");
    if (!descriptor || !entityId) continue;
    const services = children(descriptor, { space: "metadata", name: "SingleSignOnService" });
    const signOnUrl = attribute(services.find(isByRedirect) ?? services[0], "Location");
    const logouts = children(descriptor, { space: "metadata", name: "SingleLogoutService" });
    const logoutUrl = attribute(logouts.find(isByRedirect), "Location");
    const certificates = signingCertificates(descriptor);
    if (signOnUrl && certificates.length > 0)
      return { entityId, signOnUrl, logoutUrl, certificates };
  }
  throw providerFailure(provider, 500, "its metadata names no sign-on service with a certificate");
}

function isByRedirect(service: Element): boolean {
  return attribute(service, "Binding") === REDIRECT;
}

/** Certificates of keys that are for signatures: all that are not for encryption alone. */
function signingCertificates(descriptor: Element): readonly string[] {
  const keys = children(descriptor, { space: "metadata", name: "KeyDescriptor" }).filter(
    (key) => attribute(key, "use") !== "encryption",
  );
  return keys
    .flatMap((key) => allNamed(key, { space: "signature", name: "X509Certificate" }))
    .flatMap((element) => pemOf(element.textContent ?? "") ?? []);
}

function pemOf(base64: string): string | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, "base64")).toString();
  } catch {
    return undefined;
  }
}
