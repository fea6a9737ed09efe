import type * as pulumi from "@pulumi/pulumi";
import type { Branding } from "./branding";
import type { SecretRotationArgs } from "./secret-rotation";
import type { UserAttribute } from "./user-attributes";

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

interface ClientWithPages<Scope extends string, Provider extends string> {
  /** Where the sign-in pages may send a user back to: exact URLs, https or http on this machine. */
  readonly callbackUrls: readonly pulumi.Input<string>[];
  /** Where a user may be sent after signing out. @default none */
  readonly logoutUrls?: readonly pulumi.Input<string>[];
  /** Scopes the client may ask for. @default openid and email */
  readonly scopes?: readonly (OpenIdScope | Scope)[];
  readonly lifetimes?: Lifetimes;
  /** Where users may sign in: the pool itself, and providers. @default all of them */
  readonly identityProviders?: readonly ("COGNITO" | Provider)[];
  /** Seconds for which a refresh token that was used works again, 0 to 60. @default 10 */
  readonly refreshGraceSeconds?: number;
  /** Minutes that a user has for each step of a sign-in, 3 to 15. @default 3 */
  readonly challengeMinutes?: number;
  /** What the client may read of a user. @default the profile, and every attribute of your own */
  readonly read?: readonly UserAttribute[];
  /**
   * What the client, and so the user, may change. Nothing that decides what a user may do belongs
   * here.
   * @default the profile, and attributes of your own that are `userWritable`
   */
  readonly write?: readonly UserAttribute[];
  /** The look of this client's pages. @default the layer's */
  readonly branding?: Branding;
}

/** A single-page application: no secret, the code grant with PKCE, short refresh tokens. */
export interface BrowserClient<
  Scope extends string = string,
  Provider extends string = string,
> extends ClientWithPages<Scope, Provider> {
  readonly kind: "browser";
}

/**
 * A mobile or desktop application: no secret, the code grant with PKCE, callback schemes of its own
 * allowed.
 */
export interface NativeClient<
  Scope extends string = string,
  Provider extends string = string,
> extends ClientWithPages<Scope, Provider> {
  readonly kind: "native";
}

/** A client that proves itself. */
export interface ClientWithSecret {
  /**
   * Whether Secrets Manager keeps the client's id and secret, for `grantReadSecret`. Costs money each
   * month.
   * @default no: the secret is in the state and in `AuthLayer.clients`, marked secret
   */
  readonly storeSecret?: true;
  /**
   * Replaces the secret time and again; implies `storeSecret`. From one rotation to the next, both the
   * new secret and the one before it are valid: read it from Secrets Manager, at least that often.
   * @default never
   */
  readonly secretRotation?: SecretRotationArgs;
}

/** A web application that keeps its secret on a server. */
export interface ServerClient<Scope extends string = string, Provider extends string = string>
  extends ClientWithPages<Scope, Provider>, ClientWithSecret {
  readonly kind: "server";
  /**
   * Whether the server may hand over its users' passwords in clear, which a `userMigration` trigger
   * needs.
   * @default no: users sign in on the pages, or prove the password by SRP
   */
  readonly passwordSignIn?: true;
  /** Whether the server tells Cognito its users' addresses, for threat protection. @default no */
  readonly propagateContext?: true;
}

/**
 * A program without a user: a secret, the client-credentials grant, API scopes only, no refresh
 * token.
 */
export interface MachineClient<Scope extends string = string> extends ClientWithSecret {
  readonly kind: "machine";
  readonly scopes: readonly [Scope, ...Scope[]];
  readonly lifetimes?: Pick<Lifetimes, "accessMinutes">;
  readonly callbackUrls?: never;
  readonly logoutUrls?: never;
}

/** An app client by its kind, which sets secret, flows, grants and lifetimes together. */
export type AppClientArgs<Scope extends string = string, Provider extends string = string> =
  | BrowserClient<Scope, Provider>
  | NativeClient<Scope, Provider>
  | ServerClient<Scope, Provider>
  | MachineClient<Scope>;

/** An app client whose users meet the hosted pages. */
export type ClientOfUsers = Exclude<AppClientArgs, MachineClient>;

/** What a client's settings take from its pool. */
export interface ClientContext {
  /** Life of access and ID tokens, of a client that names none. */
  readonly accessMinutes: number;
  /** Whether the pool has triggers for the flow `CUSTOM_AUTH`. */
  readonly hasOwnChallenges: boolean;
  /** Whether users may choose how to sign in, which the tier LITE has not (C281). */
  readonly hasChoice: boolean;
  /** Names of all identity providers, as Cognito has them, by the layer's. */
  readonly providerNames: Readonly<Record<string, string>>;
}

const DEFAULT_SCOPES: readonly OpenIdScope[] = ["openid", "email"];
const DEFAULT_REFRESH_DAYS = { browser: 1, native: 7, server: 7 };
const DEFAULT_GRACE_SECONDS = 10;
const DEFAULT_CHALLENGE_MINUTES = 3;

/** Whether users of the client meet the hosted pages. */
export function hasPages(client: AppClientArgs): client is ClientOfUsers {
  return client.kind !== "machine";
}

/** Whether the client proves itself. */
export function hasSecret(client: AppClientArgs): client is ServerClient | MachineClient {
  return client.kind === "server" || client.kind === "machine";
}

/** Scopes that a client may ask for. */
export function scopesOf(client: AppClientArgs): readonly string[] {
  return client.scopes ?? DEFAULT_SCOPES;
}

/** Inputs of the app client that follow from its kind. */
export function clientSettings(client: AppClientArgs, context: ClientContext) {
  const common = {
    generateSecret: hasSecret(client),
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthScopes: [...scopesOf(client)],
    // The API's default is LEGACY, which tells who has an account (C360).
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    // Stated with every number: 60 *hours* is a common slip.
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    accessTokenValidity: client.lifetimes?.accessMinutes ?? context.accessMinutes,
  };
  return hasPages(client)
    ? { ...common, ...userSettings(client, context) }
    : { ...common, ...machineSettings };
}

const machineSettings = {
  allowedOauthFlows: ["client_credentials"],
  supportedIdentityProviders: ["COGNITO"],
  authSessionValidity: DEFAULT_CHALLENGE_MINUTES,
  // An empty list would mean Cognito's default, which has SRP in it. This client gets no refresh
  // token.
  explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
};

function userSettings(client: ClientOfUsers, context: ClientContext) {
  const { accessMinutes, providerNames } = context;
  const directories = client.identityProviders ?? ["COGNITO", ...Object.keys(providerNames)];
  return {
    allowedOauthFlows: ["code"],
    explicitAuthFlows: flowsOf(client, context),
    supportedIdentityProviders: directories.map((name) => providerNames[name] ?? name),
    authSessionValidity: client.challengeMinutes ?? DEFAULT_CHALLENGE_MINUTES,
    callbackUrls: [...client.callbackUrls],
    logoutUrls: [...(client.logoutUrls ?? [])],
    idTokenValidity: client.lifetimes?.idMinutes ?? accessMinutes,
    refreshTokenValidity: client.lifetimes?.refreshDays ?? DEFAULT_REFRESH_DAYS[client.kind],
    // A refresh token works once; for some seconds more where an answer got lost. Excludes
    // REFRESH_TOKEN_AUTH.
    refreshTokenRotation: {
      feature: "ENABLED",
      retryGracePeriodSeconds: client.refreshGraceSeconds ?? DEFAULT_GRACE_SECONDS,
    },
    ...(client.kind === "server" &&
      client.propagateContext && { enablePropagateAdditionalUserContextData: true }),
  };
}

// Passwords never travel in clear unless it is said: SRP proves them, USER_AUTH lets Cognito offer the
// choices.
function flowsOf(client: ClientOfUsers, { hasChoice, hasOwnChallenges }: ClientContext): string[] {
  return [
    ...(hasChoice ? ["ALLOW_USER_AUTH"] : []),
    "ALLOW_USER_SRP_AUTH",
    ...(hasOwnChallenges ? ["ALLOW_CUSTOM_AUTH"] : []),
    ...(client.kind === "server" && client.passwordSignIn ? ["ALLOW_USER_PASSWORD_AUTH"] : []),
  ];
}
