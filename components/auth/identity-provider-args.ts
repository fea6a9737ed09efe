import type * as pulumi from "@pulumi/pulumi";
import type { StandardAttribute } from "./user-attributes";

/**
 * The provider's claims by the user attributes that they fill at every sign-in. The user's name is
 * always the provider's subject, never the e-mail address: two providers may vouch for one address.
 */
export type AttributeMapping = { readonly [Attribute in StandardAttribute]?: string } & {
  readonly [own: `custom:${string}`]: string;
};

interface Provider {
  /** Added to the usual ones of the provider: `{ "custom:tenant": "tid" }`. @default none */
  readonly attributes?: AttributeMapping;
}

interface Social extends Provider {
  readonly clientId: pulumi.Input<string>;
  /** Must be a Pulumi secret. */
  readonly clientSecret: pulumi.Output<string>;
  /** What users are asked to share. @default name and address */
  readonly scopes?: readonly string[];
}

/** Sign in with Google. */
export interface GoogleProvider extends Social {
  readonly kind?: never;
}

/** Sign in with Facebook. */
export interface FacebookProvider extends Social {
  readonly kind?: never;
  /** Version of the Graph API, for instance `"v21.0"`. @default Cognito's */
  readonly apiVersion?: string;
}

/** Login with Amazon. */
export interface AmazonProvider extends Social {
  readonly kind?: never;
}

/** Sign in with Apple. */
export interface AppleProvider extends Provider {
  readonly kind?: never;
  /** The services id. */
  readonly clientId: pulumi.Input<string>;
  readonly teamId: pulumi.Input<string>;
  readonly keyId: pulumi.Input<string>;
  /** Content of the .p8 file. Must be a Pulumi secret. */
  readonly privateKey: pulumi.Output<string>;
  readonly scopes?: readonly string[];
}

interface Directory extends Provider {
  /**
   * E-mail domains, or other names, that pick the provider on the sign-in page, at most 50.
   * @default none
   */
  readonly identifiers?: readonly string[];
}

/**
 * Any OpenID Connect provider with a discovery document, company directories and LinkedIn among them.
 * X (Twitter) has none: it needs a bridge that speaks OpenID Connect.
 */
export interface OidcProvider extends Directory {
  readonly kind: "OIDC";
  /** https, without a trailing slash unless its tokens have one. */
  readonly issuer: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  /** Must be a Pulumi secret. */
  readonly clientSecret: pulumi.Output<string>;
  /** @default openid email */
  readonly scopes?: readonly string[];
  /** How Cognito asks for the user's claims. @default "GET" */
  readonly attributesRequestMethod?: "GET" | "POST";
}

/** A SAML 2.0 provider. One answer of it may have 100,000 characters. */
export interface SamlProvider extends Directory {
  readonly kind: "SAML";
  /** Address of the provider's metadata, https, or the document itself. */
  readonly metadata:
    { readonly url: pulumi.Input<string> } | { readonly xml: pulumi.Input<string> };
  /** Whether Cognito signs its requests. @default true */
  readonly signRequests?: boolean;
  /** Whether the provider has to encrypt its answers, with the pool's certificate. @default true */
  readonly encryptResponses?: boolean;
  /**
   * Whether sign-in may start at the provider. Nothing ties such an answer to the browser that brings
   * it.
   * @default false
   */
  readonly providerInitiated?: boolean;
  /** Whether signing out here signs out there. @default false */
  readonly signOut?: boolean;
}

interface SocialProviders {
  readonly google: GoogleProvider;
  readonly facebook: FacebookProvider;
  readonly amazon: AmazonProvider;
  readonly apple: AppleProvider;
}

/** Name of a provider that Cognito knows by itself. */
export type SocialName = keyof SocialProviders;

/** The provider that a name may stand for. */
export type ProviderOf<Name extends string> = string extends Name
  ? AnyProvider
  : Name extends SocialName
    ? SocialProviders[Name]
    : OidcProvider | SamlProvider;

/** Providers by name: `google`, `facebook`, `amazon`, `apple`, and OIDC or SAML ones by any other. */
export type ProviderTable<Name extends string = string> = {
  readonly [Key in Name]: ProviderOf<Key>;
};

/** A provider of any kind. */
export type AnyProvider =
  GoogleProvider | FacebookProvider | AmazonProvider | AppleProvider | OidcProvider | SamlProvider;
