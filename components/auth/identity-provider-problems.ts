import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import type {
  AnyProvider,
  OidcProvider,
  ProviderTable,
  SamlProvider,
} from "./identity-provider-args";
import { isSocialName, providerMapping } from "./provider-details";
import { plainTextProblem } from "./secret-input";
import { type CustomAttributes, isUserAttribute, isVerification } from "./user-attributes";

/** The arguments that identity providers depend on. */
export interface IdentityProvidersArgs {
  readonly identityProviders: ProviderTable;
  readonly attributes: CustomAttributes;
  /** Attributes that new users give. */
  readonly requiredAttributes: readonly string[];
}

// 3 to 32 characters, and part of a logical name (C288).
const PROVIDER_NAME = /^[A-Za-z][A-Za-z0-9-]{1,30}[A-Za-z0-9]$/;
const RESERVED = ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple"];

/** Everything that is wrong with the identity providers. */
export function* identityProviderProblems(args: IdentityProvidersArgs): Iterable<Problem> {
  for (const [name, provider] of Object.entries<AnyProvider>(args.identityProviders)) {
    const path = `identityProviders["${name}"]`;
    if (provider.kind !== undefined && isSocialName(name)) {
      yield `${path} has the kind "${provider.kind}": the name is Cognito's own. Give the provider another one.`;
    }
    if (provider.kind === undefined && !isSocialName(name)) {
      yield `${path} has no kind: say "OIDC" or "SAML", or name it google, facebook, amazon or apple.`;
      continue;
    }
    if (!PROVIDER_NAME.test(name) || RESERVED.includes(name)) {
      yield `${path} has an unusable name: use 3 to 32 letters, digits and inner hyphens, and none of ${RESERVED.join(", ")}.`;
    }
    yield* secretProblems(path, provider);
    yield* addressProblems(path, provider);
    yield* identifierProblems(path, provider);
    yield* mappingProblems(path, providerMapping(name, provider), args);
  }
}

function* secretProblems(path: string, provider: AnyProvider): Iterable<Problem> {
  if ("clientSecret" in provider) {
    yield plainTextProblem(`${path}.clientSecret`, provider.clientSecret);
  }
  if ("privateKey" in provider) yield plainTextProblem(`${path}.privateKey`, provider.privateKey);
}

function* addressProblems(path: string, provider: AnyProvider): Iterable<Problem> {
  // The issuer is compared with a claim, character by character, and has no query; metadata may.
  if (provider.kind === "OIDC") {
    yield addressProblem(`${path}.issuer`, provider.issuer, /^https:\/\/[^?#\s]+$/);
  }
  if (provider.kind !== "SAML") return;
  const given = Object.keys(provider.metadata);
  if (given.length !== 1) {
    yield `${path}.metadata has ${given.join(" and ") || "neither url nor xml"}: give the one or the other.`;
  }
  if ("url" in provider.metadata) {
    yield addressProblem(`${path}.metadata.url`, provider.metadata.url, /^https:\/\/[^#\s]+$/);
  }
}

function addressProblem(path: string, address: unknown, form: RegExp): Problem {
  if (typeof address !== "string" || (form.test(address) && URL.canParse(address))) {
    return undefined;
  }
  return `${path} is "${address}": it must be an https:// address, or whoever is on the way could sign in as anybody.`;
}

function* identifierProblems(path: string, provider: AnyProvider): Iterable<Problem> {
  const { identifiers = [] } = provider as Partial<OidcProvider | SamlProvider>;
  if (identifiers.length > limits.identifiersPerProvider) {
    yield `${path}.identifiers has ${identifiers.length} entries: Cognito takes at most ${limits.identifiersPerProvider}.`;
  }
  const unusable = identifiers.find((one) => !/^[\w\s+=.@-]{1,40}$/.test(one));
  if (unusable === undefined) return;
  yield `${path}.identifiers has "${unusable}": use 1 to 40 letters, digits, spaces and _+=.@-.`;
}

/** Sign-in fails where a claim cannot be written, or a required attribute stays empty (C261, C290). */
function* mappingProblems(
  path: string,
  mapping: Readonly<Record<string, string>>,
  { attributes, requiredAttributes }: IdentityProvidersArgs,
): Iterable<Problem> {
  for (const attribute of Object.keys(mapping)) {
    if (attribute === "username") continue;
    const name = `${path}.attributes["${attribute}"]`;
    if (!isUserAttribute(attribute, attributes)) {
      yield `${name} fills an attribute that no user has. Define it in attributes, or name a standard attribute.`;
    }
    const own = attributes[attribute.replace(/^custom:/, "")];
    if (attribute.startsWith("custom:") && own?.userWritable !== true) {
      yield `${name} fills an attribute that clients may not write, which Cognito asks for: set userWritable, and decide nothing by it, or take the claim in triggers.preTokenGeneration.`;
    }
  }
  const empty = requiredAttributes.find((attribute) => mapping[attribute] === undefined);
  if (empty === undefined) return;
  yield `requiredAttributes has "${empty}", which ${path} does not fill: nobody could sign in there. Map a claim to it, or do not require it.`;
}

/** User attributes that the providers fill and a client therefore has to write. */
export function mappedAttributes(providers: ProviderTable = {}): string[] {
  const mapped = Object.entries<AnyProvider>(providers).flatMap(([name, provider]) =>
    Object.keys(providerMapping(name, provider)),
  );
  return [...new Set(mapped)].filter((one) => one !== "username" && !isVerification(one));
}
