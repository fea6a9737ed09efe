import { isFetchable } from "../../gateway/jwt/issuer-documents.ts";
import type { UserPool } from "../pool.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import {
  isProviderType,
  isSocial,
  PROVIDER_TYPES,
  type ProviderDetails,
} from "./provider-types.ts";

/** What somebody wants a provider to be, its type not looked at yet. */
export type ProviderWish = Pick<
  IdentityProvider,
  "name" | "details" | "mapping" | "identifiers"
> & { readonly type: string };

/** Why AWS would not make a provider: what was given, and its rule. */
export interface ProviderProblem {
  readonly value: string;
  readonly text: string;
}

// The service model's pattern: at least three characters, no space, no underscore at the ends.
const NAME = /^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+$/u;
const LONGEST_NAME = 32;
const MOST_IDENTIFIERS = 50;
const LONGEST_IDENTIFIER = 40;

// The one that there is for requests to SAML providers (C288).
const SIGNING_ALGORITHM = "rsa-sha256";

const ADDRESSES = [
  "oidc_issuer",
  "authorize_url",
  "token_url",
  "attributes_url",
  "jwks_uri",
  "MetadataURL",
];

/** The first rule of C288–C290 that the provider breaks; undefined for one that AWS would make. */
export function providerProblem(pool: UserPool, wish: ProviderWish): ProviderProblem | undefined {
  const { name, type, identifiers } = wish;
  if (!isProviderType(type)) {
    return { value: `providerType ${type}`, text: "There is no such type of provider." };
  }
  if (isSocial(type) && name !== type) {
    const text = `A provider of type ${type} has to be called ${type}.`;
    return { value: `providerName ${name}`, text };
  }
  if (!NAME.test(name) || name.length > LONGEST_NAME || name === "COGNITO") {
    const text = "A name has 3 to 32 characters, no space, and no underscore at its ends.";
    return { value: `providerName ${name}`, text };
  }
  if (
    identifiers.length > MOST_IDENTIFIERS ||
    identifiers.some((one) => one === "" || one.length > LONGEST_IDENTIFIER)
  ) {
    const text = "There may be 50 identifiers of 1 to 40 characters.";
    return { value: "idpIdentifiers", text };
  }
  return detailsProblem(type, wish.details) ?? mappingProblem(pool, wish.mapping);
}

function detailsProblem(
  type: keyof typeof PROVIDER_TYPES,
  details: ProviderDetails,
): ProviderProblem | undefined {
  const missing = PROVIDER_TYPES[type].required.find((key) => !details[key]);
  if (missing) return { value: `providerDetails.${missing}`, text: "It is required." };
  if (type === "SAML" && Boolean(details["MetadataURL"]) === Boolean(details["MetadataFile"])) {
    return { value: "providerDetails", text: "Give either MetadataURL or MetadataFile." };
  }
  const { RequestSigningAlgorithm: algorithm = SIGNING_ALGORITHM } = details;
  if (type === "SAML" && algorithm !== SIGNING_ALGORITHM) {
    const value = `providerDetails.RequestSigningAlgorithm ${algorithm}`;
    return { value, text: `It must be ${SIGNING_ALGORITHM}.` };
  }
  // The address of an identity provider follows the rule of issuers (design 5.1).
  const address = ADDRESSES.find((key) => details[key] && !isFetchable(details[key]));
  return address === undefined
    ? undefined
    : {
        value: `providerDetails.${address} ${details[address]}`,
        text: "It must be an https address, or http on a loopback host.",
      };
}

function mappingProblem(
  { schema }: UserPool,
  mapping: ProviderWish["mapping"],
): ProviderProblem | undefined {
  const unknown = Object.keys(mapping).find((name) => name !== "username" && !schema.has(name));
  return unknown === undefined
    ? undefined
    : { value: `attributeMapping.${unknown}`, text: "The pool has no such attribute." };
}
