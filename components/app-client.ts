import type * as pulumi from "@pulumi/pulumi";
import { integerProblem, type Problem } from "./arguments";
import { limits } from "./limits";
import { callbackFault } from "./web-address";

/** Scopes that every pool knows; the others are the API's own. */
export type OpenIdScope = "openid" | "email" | "profile";

/** How long tokens live. */
export interface Lifetimes {
  /**
   * 5 to 1,440. The API does not see revocation, so this is how long a stolen token works.
   * @default 60
   */
  readonly accessMinutes?: number;
  /** 5 to 1,440. @default 60 */
  readonly idMinutes?: number;
  /** 1 to 3,650. @default 7, for browsers 1 */
  readonly refreshDays?: number;
}

interface ClientWithPages<Scope extends string> {
  /** Where the sign-in pages may send a user back to: exact URLs, https or http on this machine. */
  readonly callbackUrls: readonly pulumi.Input<string>[];
  /** Where a user may be sent after signing out. @default none */
  readonly logoutUrls?: readonly pulumi.Input<string>[];
  /** Scopes the client may ask for. @default openid and email */
  readonly scopes?: readonly (OpenIdScope | Scope)[];
  readonly lifetimes?: Lifetimes;
}

/** A single-page application: no secret, the code grant with PKCE, short refresh tokens. */
export interface BrowserClient<Scope extends string = string> extends ClientWithPages<Scope> {
  readonly kind: "browser";
}

/**
 * A mobile or desktop application: no secret, the code grant with PKCE, callback schemes of its own
 * allowed.
 */
export interface NativeClient<Scope extends string = string> extends ClientWithPages<Scope> {
  readonly kind: "native";
}

/** A web application that keeps its secret on a server. */
export interface ServerClient<Scope extends string = string> extends ClientWithPages<Scope> {
  readonly kind: "server";
}

/**
 * A program without a user: a secret, the client-credentials grant, API scopes only, no refresh
 * token.
 */
export interface MachineClient<Scope extends string = string> {
  readonly kind: "machine";
  readonly scopes: readonly [Scope, ...Scope[]];
  readonly lifetimes?: Pick<Lifetimes, "accessMinutes">;
  readonly callbackUrls?: never;
  readonly logoutUrls?: never;
}

/** An app client by its kind, which sets secret, flows, grants and lifetimes together. */
export type AppClientArgs<Scope extends string = string> =
  BrowserClient<Scope> | NativeClient<Scope> | ServerClient<Scope> | MachineClient<Scope>;

const DEFAULT_SCOPES: readonly string[] = ["openid", "email"];
const DEFAULT_REFRESH_DAYS = { browser: 1, native: 7, server: 7 };

// Passwords never travel in clear: SRP proves them, USER_AUTH lets Cognito offer the choices.
const USER_FLOWS = ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"];

/** Whether users of the client meet the hosted pages. */
export function hasPages(client: AppClientArgs): boolean {
  return client.kind !== "machine";
}

/**
 * Inputs of the app client that follow from its kind.
 * @param accessMinutes of a client that names none
 * @param hasOwnChallenges whether the pool has triggers for the flow `CUSTOM_AUTH`
 */
export function clientSettings(
  client: AppClientArgs,
  accessMinutes: number,
  hasOwnChallenges = false,
) {
  const common = {
    generateSecret: client.kind === "server" || client.kind === "machine",
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthScopes: [...(client.scopes ?? DEFAULT_SCOPES)],
    supportedIdentityProviders: ["COGNITO"],
    // The API's default is LEGACY, which tells who has an account (C360).
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    authSessionValidity: 3,
    // Stated with every number: 60 *hours* is a common slip.
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    accessTokenValidity: client.lifetimes?.accessMinutes ?? accessMinutes,
  };
  return client.kind === "machine"
    ? { ...common, ...machineSettings }
    : { ...common, ...userSettings(client, accessMinutes, hasOwnChallenges) };
}

const machineSettings = {
  allowedOauthFlows: ["client_credentials"],
  // An empty list would mean Cognito's default, which has SRP in it. This client gets no refresh
  // token.
  explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
};

function userSettings(
  client: Exclude<AppClientArgs, MachineClient>,
  accessMinutes: number,
  hasOwnChallenges: boolean,
) {
  return {
    allowedOauthFlows: ["code"],
    explicitAuthFlows: [...USER_FLOWS, ...(hasOwnChallenges ? ["ALLOW_CUSTOM_AUTH"] : [])],
    callbackUrls: [...client.callbackUrls],
    logoutUrls: [...(client.logoutUrls ?? [])],
    idTokenValidity: client.lifetimes?.idMinutes ?? accessMinutes,
    refreshTokenValidity: client.lifetimes?.refreshDays ?? DEFAULT_REFRESH_DAYS[client.kind],
    // A refresh token works once; for 10 s more where an answer got lost. Excludes
    // REFRESH_TOKEN_AUTH.
    refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
  };
}

/** Everything that is wrong with a client, and scopes that the layer does not define. */
export function* clientProblems(
  key: string,
  client: AppClientArgs,
  definedScopes: readonly string[],
): Iterable<Problem> {
  const path = `clients["${key}"]`;
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key)) {
    yield `${path} has an unusable name: start with a letter, then letters, digits and hyphens.`;
  }
  yield* urlProblems(`${path}.callbackUrls`, client, client.callbackUrls);
  yield* urlProblems(`${path}.logoutUrls`, client, client.logoutUrls);
  if (client.callbackUrls?.length === 0) {
    yield `${path}.callbackUrls is empty: the sign-in pages need an address to send the user back to.`;
  }
  yield* scopeProblems(`${path}.scopes`, client, definedScopes);
  yield* lifetimeProblems(`${path}.lifetimes`, client.lifetimes ?? {});
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
