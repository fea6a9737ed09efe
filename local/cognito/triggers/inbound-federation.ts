import { claimText } from "../federation/mapping.ts";
import type { Outcome, ProviderClaims } from "../federation/outcomes.ts";
import type { ClientContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { callTrigger } from "./call.ts";

/** The name of a SAML user, which is no attribute: a function neither sees nor changes it. */
const NAME_ID = "NameID";

/**
 * Lets the pool's function say what counts of a provider's words, before anything of them is mapped (C306). What it
 * names takes the place of all claims, the one that says who it is included; an empty object leaves them.
 * @param username as a first sign-in would name the user (not recorded)
 */
export async function inboundFederation(
  context: ClientContext,
  provider: IdentityProvider,
  { outcome, username }: { readonly outcome: Outcome; readonly username: string },
): Promise<Outcome> {
  const response = await callTrigger(context, {
    trigger: "InboundFederation",
    source: "ExternalProvider",
    userName: username,
    clientId: context.client.id,
    request: {
      providerName: provider.name,
      providerType: provider.type,
      attributes: attributesOf(provider, outcome),
    },
  });
  const claims = (response?.["userAttributesToMap"] ?? {}) as ProviderClaims;
  if (Object.keys(claims).length === 0) return outcome;
  const { [NAME_ID]: nameId } = outcome.claims;
  return {
    ...outcome,
    claims: provider.type === "SAML" ? { ...claims, [NAME_ID]: nameId } : claims,
  };
}

/** By where the provider said it; of one that the stand-in page answers for there are claims only. */
function attributesOf({ type }: IdentityProvider, { claims, sources }: Outcome) {
  if (type === "SAML") {
    const { [NAME_ID]: _, ...samlResponse } = claims;
    return { samlResponse: texts(samlResponse) };
  }
  const { tokenResponse, idToken, userInfo } = sources ?? {
    tokenResponse: {},
    idToken: claims,
    userInfo: claims,
  };
  return {
    tokenResponse: texts(tokenResponse),
    idToken: texts(idToken),
    userInfo: texts(userInfo),
  };
}

function texts(claims: ProviderClaims): Record<string, string> {
  const entries = Object.entries(claims).map(([name, value]) => [name, claimText(value)] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
