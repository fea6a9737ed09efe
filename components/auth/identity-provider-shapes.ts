import type { Problem } from "../shared/arguments";
import {
  any,
  choice,
  fields,
  flag,
  list,
  needed,
  type Shape,
  type ShapesOf,
  table,
  text,
} from "../shared/shapes";
import type {
  AmazonProvider,
  AnyProvider,
  AppleProvider,
  FacebookProvider,
  GoogleProvider,
  OidcProvider,
  ProviderTable,
  SamlProvider,
  SocialName,
} from "./identity-provider-args";
import { isSocialName } from "./provider-details";

const PROVIDER = { kind: any, attributes: table(needed(text)) };
const CLIENT = { ...PROVIDER, clientId: needed(), scopes: list(text) };
const DIRECTORY = { ...PROVIDER, identifiers: list(text) };

const GOOGLE: ShapesOf<GoogleProvider> = { ...CLIENT, clientSecret: needed() };
const FACEBOOK: ShapesOf<FacebookProvider> = { ...GOOGLE, apiVersion: text };
const AMAZON: ShapesOf<AmazonProvider> = GOOGLE;
const APPLE: ShapesOf<AppleProvider> = {
  ...CLIENT,
  teamId: needed(),
  keyId: needed(),
  privateKey: needed(),
};
const OIDC: ShapesOf<OidcProvider> = {
  ...GOOGLE,
  ...DIRECTORY,
  issuer: needed(),
  attributesRequestMethod: choice("GET", "POST"),
};
const SAML: ShapesOf<SamlProvider> = {
  ...DIRECTORY,
  metadata: needed(fields({ url: any, xml: any })),
  signRequests: flag,
  encryptResponses: flag,
  providerInitiated: flag,
  signOut: flag,
};

const SOCIAL: Readonly<Record<SocialName, Shape>> = {
  google: fields(GOOGLE),
  facebook: fields(FACEBOOK),
  amazon: fields(AMAZON),
  apple: fields(APPLE),
};

const DIRECTORIES: ReadonlyMap<AnyProvider["kind"], Shape> = new Map([
  ["OIDC", fields(OIDC)],
  ["SAML", fields(SAML)],
]);
const KIND = choice("OIDC", "SAML");

/** Names that nothing reads, and values of another form, of providers by name and by kind. */
export function* providerShapeProblems(providers: ProviderTable): Iterable<Problem> {
  for (const [name, provider] of Object.entries<AnyProvider>(providers)) {
    const path = `identityProviders["${name}"]`;
    const isSocial = isSocialName(name);
    // A kind beside a name of Cognito's own is told as what it is.
    if (isSocial && provider.kind !== undefined) continue;
    if (!isSocial) yield* KIND.problems(`${path}.kind`, provider.kind);
    const shape = isSocial ? SOCIAL[name] : DIRECTORIES.get(provider.kind);
    if (shape) yield* shape.problems(path, provider);
  }
}
