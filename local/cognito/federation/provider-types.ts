import type { IdentityProvider, ProviderType } from "../tables/identity-providers.ts";

/** `ProviderDetails` of a provider. */
export type ProviderDetails = IdentityProvider["details"];

/** What is the same for all providers of a type (C288). */
export interface TypeRules {
  readonly protocol: "OAuth" | "SAML";
  /** The claim that says who somebody is, unless `username` is mapped to another (C290). */
  readonly subjectClaim: string;
  /** Keys that have to be sent. */
  readonly required: readonly string[];
  /** What the service adds for Describe (C288). */
  readonly added: (details: ProviderDetails) => ProviderDetails;
}

const CLIENT = ["client_id", "client_secret", "authorize_scopes"];

/** The table of C288. */
export const PROVIDER_TYPES: { readonly [Type in ProviderType]: TypeRules } = {
  Google: {
    protocol: "OAuth",
    subjectClaim: "sub",
    required: CLIENT,
    added: () => ({
      attributes_url: "https://people.googleapis.com/v1/people/me?personFields=",
      attributes_url_add_attributes: "true",
      authorize_url: "https://accounts.google.com/o/oauth2/v2/auth",
      oidc_issuer: "https://accounts.google.com",
      token_request_method: "POST",
      token_url: "https://www.googleapis.com/oauth2/v4/token",
    }),
  },
  Facebook: {
    protocol: "OAuth",
    subjectClaim: "id",
    required: CLIENT,
    added: ({ api_version: version = "v17.0" }) => ({
      attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
      attributes_url_add_attributes: "true",
      authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
      token_request_method: "GET",
      token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
    }),
  },
  LoginWithAmazon: {
    protocol: "OAuth",
    subjectClaim: "user_id",
    required: CLIENT,
    added: () => ({
      attributes_url: "https://api.amazon.com/user/profile",
      attributes_url_add_attributes: "false",
      authorize_url: "https://www.amazon.com/ap/oa",
      token_request_method: "POST",
      token_url: "https://api.amazon.com/auth/o2/token",
    }),
  },
  SignInWithApple: {
    protocol: "OAuth",
    subjectClaim: "sub",
    required: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
    added: () => ({
      attributes_url_add_attributes: "false",
      authorize_url: "https://appleid.apple.com/auth/authorize",
      oidc_issuer: "https://appleid.apple.com",
      token_request_method: "POST",
      token_url: "https://appleid.apple.com/auth/token",
    }),
  },
  OIDC: {
    protocol: "OAuth",
    subjectClaim: "sub",
    required: ["client_id", "authorize_scopes", "oidc_issuer"],
    added: () => ({ attributes_url_add_attributes: "false" }),
  },
  SAML: { protocol: "SAML", subjectClaim: "NameID", required: [], added: () => ({}) },
};

/** Whether the text names a type of provider. */
export function isProviderType(type: string): type is ProviderType {
  return Object.hasOwn(PROVIDER_TYPES, type);
}

/** Whether the type is a social one: its name is the type's, and its addresses are the service's own (C288). */
export function isSocial(type: ProviderType): boolean {
  return type !== "OIDC" && type !== "SAML";
}

/** The claim whose value says who somebody is at this provider (C290). */
export function subjectClaim({ type, mapping }: IdentityProvider): string {
  return mapping["username"] ?? PROVIDER_TYPES[type].subjectClaim;
}

/** The provider's issuer as `identities` has it: null for a social one (C22). */
export function issuerOfProvider({ type, details }: IdentityProvider): string | null {
  return type === "OIDC" ? (details["oidc_issuer"] ?? null) : null;
}
