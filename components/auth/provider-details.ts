import type * as pulumi from "@pulumi/pulumi";
import type {
  AnyProvider,
  AppleProvider,
  AttributeMapping,
  FacebookProvider,
  OidcProvider,
  SamlProvider,
  SocialName,
} from "./identity-provider-args";

type Secret = (path: string, value: pulumi.Output<string>) => pulumi.Output<string>;
type Details = Record<string, pulumi.Input<string>>;

interface ProviderType {
  /** `providerType`, and of social providers `providerName` as well (C288). */
  readonly type: string;
  readonly mapping: AttributeMapping & { readonly username?: string };
  /** Details that Cognito adds by itself, which are no difference (C289). */
  readonly filledIn: readonly string[];
}

const ADDRESSES = ["authorize_url", "token_url", "token_request_method"];
const PROFILE_ADDRESSES = [...ADDRESSES, "attributes_url", "attributes_url_add_attributes"];
const EMAIL_CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

const OIDC: ProviderType = {
  type: "OIDC",
  mapping: { username: "sub", email: "email", email_verified: "email_verified" },
  filledIn: [...PROFILE_ADDRESSES, "jwks_uri"],
};

// The subject of an assertion is its NameID, which is not mapped.
const SAML: ProviderType = {
  type: "SAML",
  mapping: { email: EMAIL_CLAIM },
  filledIn: ["ActiveEncryptionCertificate", "SLORedirectBindingURI", "SSORedirectBindingURI"],
};

const SOCIAL: Readonly<Record<SocialName, ProviderType>> = {
  google: {
    type: "Google",
    mapping: {
      username: "sub",
      email: "email",
      email_verified: "email_verified",
      name: "name",
      given_name: "given_name",
      family_name: "family_name",
    },
    filledIn: [...PROFILE_ADDRESSES, "oidc_issuer"],
  },
  facebook: {
    type: "Facebook",
    mapping: {
      username: "id",
      email: "email",
      name: "name",
      given_name: "first_name",
      family_name: "last_name",
    },
    filledIn: [...PROFILE_ADDRESSES, "api_version"],
  },
  amazon: {
    type: "LoginWithAmazon",
    mapping: { username: "user_id", email: "email", name: "name" },
    filledIn: PROFILE_ADDRESSES,
  },
  apple: {
    type: "SignInWithApple",
    mapping: {
      username: "sub",
      email: "email",
      email_verified: "email_verified",
      given_name: "firstName",
      family_name: "lastName",
    },
    filledIn: [...ADDRESSES, "attributes_url_add_attributes", "oidc_issuer"],
  },
};

const SOCIAL_NAMES = Object.keys(SOCIAL);

/** Whether the name stands for a provider that Cognito knows by itself. */
export function isSocialName(name: string): name is SocialName {
  return SOCIAL_NAMES.includes(name);
}

/** Name of a provider as Cognito has it: social ones have one of their own. */
export function cognitoProviderName(name: string): string {
  return isSocialName(name) ? SOCIAL[name].type : name;
}

/** Type of a provider, and what Cognito fills in. */
export function providerType(name: string, provider: AnyProvider): ProviderType {
  if (isSocialName(name)) return SOCIAL[name];
  return provider.kind === "SAML" ? SAML : OIDC;
}

/** The provider's claims by user attribute, the user's name among them. */
export function providerMapping(
  name: string,
  provider: AnyProvider,
): Readonly<Record<string, string>> {
  return { ...providerType(name, provider).mapping, ...provider.attributes };
}

/**
 * What Cognito has to know of a provider (C288).
 * @param secret gives the value of an argument that has to be a secret
 */
export function providerDetails(name: string, provider: AnyProvider, secret: Secret): Details {
  if (provider.kind === "SAML") return samlDetails(provider);
  if ("privateKey" in provider) return appleDetails(provider, secret);
  const { clientId, clientSecret } = provider;
  const credentials = { client_id: clientId, client_secret: secret("clientSecret", clientSecret) };
  if (provider.kind === "OIDC") return { ...credentials, ...oidcDetails(provider) };
  if (name === "facebook") return { ...credentials, ...facebookDetails(provider) };
  const usual = name === "google" ? ["openid", "email", "profile"] : ["profile"];
  return { ...credentials, authorize_scopes: (provider.scopes ?? usual).join(" ") };
}

function facebookDetails({
  scopes = ["public_profile", "email"],
  apiVersion,
}: FacebookProvider): Details {
  return {
    authorize_scopes: scopes.join(","),
    ...(apiVersion !== undefined && { api_version: apiVersion }),
  };
}

function appleDetails(provider: AppleProvider, secret: Secret): Details {
  const { clientId, teamId, keyId, privateKey, scopes = ["email", "name"] } = provider;
  return {
    client_id: clientId,
    team_id: teamId,
    key_id: keyId,
    private_key: secret("privateKey", privateKey),
    authorize_scopes: scopes.join(" "),
  };
}

function oidcDetails(provider: OidcProvider): Details {
  const { issuer, scopes = ["openid", "email"], attributesRequestMethod = "GET" } = provider;
  return {
    oidc_issuer: issuer,
    authorize_scopes: scopes.join(" "),
    attributes_request_method: attributesRequestMethod,
  };
}

function samlDetails(provider: SamlProvider): Details {
  const { metadata, signRequests = true, encryptResponses = true } = provider;
  const { providerInitiated = false, signOut = false } = provider;
  return {
    ...("url" in metadata ? { MetadataURL: metadata.url } : { MetadataFile: metadata.xml }),
    EncryptedResponses: String(encryptResponses),
    IDPInit: String(providerInitiated),
    IDPSignout: String(signOut),
    ...(signRequests && { RequestSigningAlgorithm: "rsa-sha256" }),
  };
}
