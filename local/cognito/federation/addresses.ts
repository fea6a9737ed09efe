import { isLoopback } from "../../loopback.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { isSocial } from "./provider-types.ts";

/**
 * Whether the stand-in answers for a provider: for all that are not on this machine, so that nobody needs an account
 * there and nothing leaves the machine. A provider on loopback is really called (design 5, F34).
 */
export function isStoodIn(provider: Pick<IdentityProvider, "type" | "details">): boolean {
  const host = URL.parse(addressOf(provider) ?? "")?.hostname;
  return host === undefined || !isLoopback(host);
}

/** Where the provider would be met; undefined for a social one, whose addresses are the service's own. */
function addressOf({
  type,
  details,
}: Pick<IdentityProvider, "type" | "details">): string | undefined {
  if (isSocial(type)) return undefined;
  if (type === "OIDC") return details["authorize_url"] ?? details["oidc_issuer"];
  // The document itself is read when somebody signs in: here it only matters which machine it speaks of.
  const [, location] =
    /<(?:[\w.-]+:)?SingleSignOnService\b[^>]*\bLocation=["']([^"']+)["']/.exec(
      details["MetadataFile"] ?? "",
    ) ?? [];
  return details["MetadataURL"] || location;
}
