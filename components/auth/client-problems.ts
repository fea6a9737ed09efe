import type * as pulumi from "@pulumi/pulumi";
import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { callbackFault } from "../shared/web-address";
import {
  type AppClientArgs,
  type ClientOfUsers,
  hasPages,
  hasSecret,
  type Lifetimes,
  scopesOf,
} from "./app-client";
import { clientShapeProblems } from "./auth-shapes";
import { brandingProblems } from "./branding";
import { secretRotationProblem } from "./secret-rotation";
import { type CustomAttributes, isUserAttribute, isVerification } from "./user-attributes";

/** What clients are judged against. */
export interface ClientLayer {
  readonly definedScopes: readonly string[];
  /** Names of the identity providers. */
  readonly providers: readonly string[];
  readonly attributes: CustomAttributes;
  /** Attributes that identity providers fill. */
  readonly mapped: readonly string[];
  /** Attributes that new users give. */
  readonly required: readonly string[];
}

/** Everything that is wrong with a client, and what it names that the layer does not define. */
export function* clientProblems(
  key: string,
  client: AppClientArgs,
  layer: ClientLayer,
): Iterable<Problem> {
  const path = `clients["${key}"]`;
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key)) {
    yield `${path} has an unusable name: start with a letter, then letters, digits and hyphens.`;
  }
  yield* clientShapeProblems(path, client);
  yield* urlProblems(`${path}.callbackUrls`, client, client.callbackUrls);
  yield* urlProblems(`${path}.logoutUrls`, client, client.logoutUrls);
  // Missing where the types were passed by.
  if (client.kind !== "machine" && (client.callbackUrls ?? []).length === 0) {
    yield `${path}.callbackUrls is empty: the sign-in pages need an address to send the user back to.`;
  }
  yield* scopeProblems(`${path}.scopes`, client, layer.definedScopes);
  yield* lifetimeProblems(`${path}.lifetimes`, client.lifetimes ?? {});
  if (hasSecret(client)) {
    yield secretRotationProblem(`${path}.secretRotation`, client.secretRotation);
  }
  if (!hasPages(client)) return;
  const { refreshGraceSeconds, challengeMinutes } = client;
  yield integerProblem(
    `${path}.refreshGraceSeconds`,
    refreshGraceSeconds,
    limits.refreshGraceSeconds,
  );
  yield integerProblem(`${path}.challengeMinutes`, challengeMinutes, limits.challengeMinutes);
  yield* directoryProblems(`${path}.identityProviders`, client, layer.providers);
  yield* attributeProblems(path, client, layer);
  yield* brandingProblems(`${path}.branding`, client.branding);
}

function* directoryProblems(
  path: string,
  { identityProviders: directories }: ClientOfUsers,
  providers: readonly string[],
): Iterable<Problem> {
  if (directories?.length === 0) yield `${path} is empty: the sign-in page would offer nothing.`;
  const known = ["COGNITO", ...providers];
  const unknown = directories?.find((one) => !known.includes(one));
  if (unknown === undefined) return;
  yield `${path} has "${unknown}", which is not one of ${known.join(", ")}. Define it in identityProviders or remove it.`;
}

function* attributeProblems(
  path: string,
  client: ClientOfUsers,
  { attributes, mapped, required }: ClientLayer,
): Iterable<Problem> {
  for (const list of ["read", "write"] as const) {
    const unknown = client[list]?.find((one) => !isUserAttribute(one, attributes));
    if (unknown === undefined) continue;
    yield `${path}.${list} has "${unknown}", which no user has. Define it in attributes, or name a standard attribute.`;
  }
  if (
    client.read &&
    scopesOf(client).includes("email") &&
    !client.read.includes("email_verified")
  ) {
    yield `${path}.read leaves out "email_verified", which the scope email reads (C262): add it.`;
  }
  if (client.write === undefined) return;
  const proof = client.write.find(isVerification);
  if (proof !== undefined)
    yield `${path}.write has "${proof}", which only Cognito may set: remove it.`;
  const written: readonly string[] = client.write;
  const signsUp = required.find((one) => !written.includes(one));
  if (signsUp !== undefined) {
    yield `${path}.write leaves out "${signsUp}", which every new user gives: add it.`;
  }
  const offersProviders = client.identityProviders?.some((one) => one !== "COGNITO") ?? true;
  const filled = mapped.find((one) => !written.includes(one));
  if (filled !== undefined && offersProviders) {
    yield `${path}.write leaves out "${filled}", which an identity provider fills (C290): add it.`;
  }
}

function* urlProblems(
  path: string,
  client: AppClientArgs,
  urls: readonly pulumi.Input<string>[] = [],
): Iterable<Problem> {
  if (urls.length > limits.urlsPerClient) {
    yield `${path} has ${urls.length} entries: Cognito takes at most ${limits.urlsPerClient}.`;
  }
  const texts = urls.filter((url) => typeof url === "string");
  for (const url of texts) {
    const fault = callbackFault(url, client.kind === "native" ? "native" : "web");
    if (fault !== undefined) yield `${path} has "${url}": it ${fault}.`;
  }
  const twice = texts.find((url, index) => texts.indexOf(url) !== index);
  if (twice !== undefined) yield `${path} has "${twice}" twice: remove one.`;
}

function* scopeProblems(
  path: string,
  client: AppClientArgs,
  definedScopes: readonly string[],
): Iterable<Problem> {
  const scopes: readonly string[] = client.scopes ?? [];
  if (client.scopes?.length === 0) yield `${path} is empty: name at least one scope.`;
  if (scopes.length > limits.scopesPerClient) {
    yield `${path} has ${scopes.length} entries: Cognito takes at most ${limits.scopesPerClient}.`;
  }
  const known = [
    ...(client.kind === "machine" ? [] : ["openid", "email", "profile"]),
    ...definedScopes,
  ];
  const unknown = scopes.find((scope) => !known.includes(scope));
  if (unknown === undefined) return;
  yield `${path} has "${unknown}", which is not one of ${known.join(", ")}. Define it in scopes or remove it.`;
}

function* lifetimeProblems(path: string, lifetimes: Lifetimes): Iterable<Problem> {
  const { accessMinutes, idMinutes, refreshDays } = lifetimes;
  yield integerProblem(`${path}.accessMinutes`, accessMinutes, limits.tokenMinutes);
  yield integerProblem(`${path}.idMinutes`, idMinutes, limits.tokenMinutes);
  yield integerProblem(`${path}.refreshDays`, refreshDays, limits.refreshTokenDays);
}
