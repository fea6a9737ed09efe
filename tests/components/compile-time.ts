// What must not compile, checked by the type check: each `@ts-expect-error` fails it when its line is accepted.
// Nothing here runs.
import type { Output } from "@pulumi/pulumi";
import type { ApiAlarmArgs } from "../../components/api/api-alarms";
import type { StagesArgs } from "../../components/api/api-stages";
import type { AppClientArgs } from "../../components/auth/app-client";
import { AuthLayer } from "../../components/auth-layer";
import { iamAuthorizer } from "../../components/authorizer";
import type { ClaimsArgs } from "../../components/auth/claim-rules";
import { claim } from "../../components/header-mapping";
import type { HttpApi } from "../../components/http-api";
import { requestAuthorizer } from "../../components/request-authorizer";
import type { RouteTable } from "../../components/api/route-table";
import type { SignInDomain } from "../../components/auth/sign-in-domain";
import type { Triggers } from "../../components/auth/triggers";
import type { UserData } from "../../components/user-data";
import type { WebAcl } from "../../components/auth/web-acl";
import { json } from "../../handlers/response";

const handler = async () => json(200, {});
const withCallback = async (_event: unknown, _context: unknown, _callback: () => void) => "";

type Scope = "orders/read" | "orders/write";

export const accepted: RouteTable<Scope> = {
  // The event is typed by the route's access.
  "GET /a": {
    scopes: ["orders/read"],
    handler: async (event) => json(200, event.requestContext.authorizer.jwt.scopes),
  },
  "GET /b": { public: "Open", handler: async (event) => json(200, event.rawPath) },
  $default: { scopes: ["orders/read", "orders/write"], handler },
};

export const refused: readonly RouteTable<Scope>[] = [
  // @ts-expect-error: neither scopes nor a reason
  { "GET /a": { handler } },
  // @ts-expect-error: both
  { "GET /a": { scopes: ["orders/read"], public: "Open", handler } },
  // @ts-expect-error: no scope in the list
  { "GET /a": { scopes: [], handler } },
  // @ts-expect-error: a scope that nobody defines
  { "GET /a": { scopes: ["orders/reed"], handler } },
  // @ts-expect-error: open without a reason
  { "GET /a": { public: true, handler } },
  // @ts-expect-error: a method in lower case
  { "get /a": { scopes: ["orders/read"], handler } },
  // @ts-expect-error: a path without slash
  { "GET a": { scopes: ["orders/read"], handler } },
  // @ts-expect-error: a handler that gives no promise
  { "GET /a": { public: "Open", handler: () => json(200, {}) } },
  // @ts-expect-error: a callback, which Node 24 on Lambda does not call
  { "GET /a": { public: "Open", handler: withCallback } },
  {
    "GET /a": { public: "Open", handler }, // oxlint-disable-line no-dupe-keys
    // @ts-expect-error: one route twice
    "GET /a": { scopes: ["orders/read"], handler },
  },
  {
    "GET /a": {
      public: "Open",
      // @ts-expect-error: claims where no authorizer puts any
      handler: async (event) => json(200, event.requestContext.authorizer.jwt),
    },
  },
];

export function scopesOfTheAuthorizer(api: HttpApi) {
  const authorizer = { issuer: "https://a.b", audience: ["c"], scopes: ["orders/read"] } as const;
  api.addRoutes(authorizer, { "GET /a": { scopes: ["orders/read"], handler } });
  // @ts-expect-error: a scope that this authorizer does not define
  api.addRoutes(authorizer, { "GET /a": { scopes: ["orders/write"], handler } });
}

export function defaultScopes(api: HttpApi) {
  const authorizer = { issuer: "https://a.b", audience: ["c"], scopes: ["orders/read"] } as const;
  api.addRoutes(authorizer, { "GET /a": { handler } }, { scopes: ["orders/read"] });
  // @ts-expect-error: neither the route nor the table names scopes
  api.addRoutes(authorizer, { "GET /a": { handler } }, { memoryMb: 512 });
  // @ts-expect-error: a scope that this authorizer does not define
  api.addRoutes(authorizer, { "GET /a": { handler } }, { scopes: ["orders/write"] });
}

export function otherAuthorizers(api: HttpApi) {
  const partners = requestAuthorizer({
    handler: async () => ({ isAuthorized: true, context: { partner: "blue" } }),
  });
  api.addRoutes(partners, {
    "GET /a": {
      handler: async (event) => json(200, event.requestContext.authorizer.lambda.partner),
    },
    "GET /b": { public: "Open", handler: async (event) => json(200, event.rawPath) },
    "GET /c": {
      // @ts-expect-error: a value that the authorizer does not hand on
      handler: async (event) => json(200, event.requestContext.authorizer.lambda.tenant),
    },
  });
  // @ts-expect-error: scopes, which only a JWT authorizer checks
  api.addRoutes(partners, { "GET /a": { scopes: ["orders/read"], handler } });
  api.addRoutes(iamAuthorizer(), {
    "GET /a": { handler: async (event) => json(200, event.requestContext.authorizer.iam.userArn) },
    // @ts-expect-error: an IAM caller has no token
    "GET /b": { handler: async (event) => json(200, event.requestContext.authorizer.jwt) },
  });
}

export const backends: RouteTable<Scope> = {
  "GET /a": { public: "Open", proxy: "https://a.example.net" },
  "GET,HEAD /b": { scopes: ["orders/read"], proxy: "https://a.example.net", passesToken: true },
  // @ts-expect-error: tokens would reach the back end without being meant to
  "GET /c": { scopes: ["orders/read"], proxy: "https://a.example.net" },
  // @ts-expect-error: two that answer
  "GET /d": { public: "Open", proxy: "https://a.example.net", handler },
  // @ts-expect-error: nothing that answers
  "GET /e": { public: "Open" },
  // @ts-expect-error: no name that the certificate must have
  "GET /f": { public: "Open", private: { arn: "arn:aws:x", vpcLinkId: "link" } },
  "GET /g": {
    scopes: ["orders/read"],
    private: { arn: "arn:aws:x", vpcLinkId: "link", serverName: "a.b" },
    // @ts-expect-error: a claim that some tokens lack
    headers: { "x-user": claim("username") },
  },
};

export const stages: readonly StagesArgs[] = [
  { $default: {}, live: { autoDeploy: false, deploymentId: "a1b2c3" } },
  // @ts-expect-error: H290: a deployment on a stage that releases changes by itself
  { live: { autoDeploy: true, deploymentId: "a1b2c3" } },
];

export function layers() {
  const scopes = { orders: { read: "See orders" } };
  const callbackUrls = ["https://a.b"];

  const auth = new AuthLayer("a", {
    signUp: "self-service",
    scopes: { orders: { read: "See orders" } },
    clients: { web: { kind: "browser", callbackUrls, scopes: ["openid", "orders/read"] } },
  });
  void auth.clients.web.id;
  // @ts-expect-error: a client that the layer does not have
  void auth.clients.mobile;
  const isDev: boolean = callbackUrls.length > 0;
  const { clients } = new AuthLayer("a", {
    signUp: "self-service",
    scopes,
    clients: {
      web: { kind: "browser", callbackUrls },
      dev: isDev ? { kind: "browser", callbackUrls } : undefined,
    },
  });
  void [clients.web.id, clients.dev?.id];
  // @ts-expect-error: a client that the stack may not have
  void clients.dev.id;
  void new AuthLayer("a", {
    signUp: "self-service",
    scopes,
    // @ts-expect-error: a setting that clients do not have
    clients: { web: { kind: "browser", callbackUrls, lifetime: {} } },
  });
  void new AuthLayer("a", {
    signUp: "self-service",
    scopes,
    // @ts-expect-error: passwords that a browser hands over
    clients: { dev: isDev ? { kind: "browser", callbackUrls, passwordSignIn: true } : undefined },
  });
  // @ts-expect-error: who may sign up is not said
  void new AuthLayer("a", { scopes, clients: { web: { kind: "browser", callbackUrls } } });
  void new AuthLayer("a", {
    signUp: "self-service",
    scopes: { orders: { read: "See orders" } },
    // @ts-expect-error: a scope that is not defined
    clients: { web: { kind: "browser", callbackUrls, scopes: ["orders/reed"] } },
  });
}

export const clients: readonly AppClientArgs<"orders/read">[] = [
  { kind: "machine", scopes: ["orders/read"] },
  // @ts-expect-error: a client without a kind
  { callbackUrls: [] },
  // @ts-expect-error: a browser without callback
  { kind: "browser" },
  // @ts-expect-error: a machine with a callback
  { kind: "machine", scopes: ["orders/read"], callbackUrls: [] },
  // @ts-expect-error: a machine without scopes
  { kind: "machine", scopes: [] },
  // @ts-expect-error: a machine with a user's scope
  { kind: "machine", scopes: ["openid"] },
  // @ts-expect-error: a grant of its own
  { kind: "browser", callbackUrls: [], flows: ["implicit"] },
  { kind: "server", callbackUrls: [], passwordSignIn: true, propagateContext: true },
  // @ts-expect-error: passwords that a browser hands over
  { kind: "browser", callbackUrls: [], passwordSignIn: true },
  // @ts-expect-error: the user's address as a browser says it is
  { kind: "native", callbackUrls: [], propagateContext: true },
  // @ts-expect-error: a program that users sign in to
  { kind: "machine", scopes: ["orders/read"], identityProviders: ["COGNITO"] },
];

export function providers(secret: Output<string>) {
  const callbackUrls = ["https://a.b"];
  const google = { clientId: "a", clientSecret: secret };
  const company = { ...google, kind: "OIDC", issuer: "https://a.b" } as const;
  const layer = { signUp: "self-service", scopes: {} } as const;
  void new AuthLayer("a", {
    ...layer,
    identityProviders: { google, company },
    clients: { web: { kind: "browser", callbackUrls, identityProviders: ["COGNITO", "company"] } },
  });
  void new AuthLayer("a", {
    ...layer,
    identityProviders: { google },
    // @ts-expect-error: a provider that the layer does not have
    clients: { web: { kind: "browser", callbackUrls, identityProviders: ["company"] } },
  });
  void new AuthLayer("a", {
    ...layer,
    clients: {},
    // @ts-expect-error: a secret in plain text
    identityProviders: { google: { clientId: "a", clientSecret: "b" } },
  });
  void new AuthLayer("a", {
    ...layer,
    clients: {},
    // @ts-expect-error: a directory of a kind that is not said
    identityProviders: { company: google },
  });
  void new AuthLayer("a", {
    ...layer,
    clients: {},
    // @ts-expect-error: Apple has a key where others have a secret
    identityProviders: { apple: google },
  });
  void new AuthLayer("a", {
    ...layer,
    clients: {},
    // @ts-expect-error: the user's name is not the e-mail address
    identityProviders: { company: { ...company, attributes: { username: "email" } } },
  });
  const auth = new AuthLayer("a", {
    ...layer,
    clients: { web: { kind: "browser", callbackUrls } },
  });
  // @ts-expect-error: a page of a client that the layer does not have
  auth.signInUrl("app");
}

export const domains: readonly SignInDomain[] = [
  {},
  { prefix: "orders-login" },
  { name: "login.orders.test", zoneId: "Z1" },
  // @ts-expect-error: a host name without its zone
  { name: "login.orders.test" },
  // @ts-expect-error: both
  { prefix: "orders-login", name: "login.orders.test", zoneId: "Z1" },
];

type Claims = ClaimsArgs<"orders/read">;

export const claims: readonly Claims[] = [
  { attributes: { tenant: "custom:tenant", mail: "email" }, sdkSignIn: ["orders/read"] },
  // @ts-expect-error: a claim that Cognito keeps for itself
  { attributes: { sub: "email" } },
  // @ts-expect-error: a claim that the API takes for scopes
  { attributes: { scp: "custom:scopes" } },
  // @ts-expect-error: a claim with Cognito's prefix
  { attributes: { "cognito:groups": "custom:groups" } },
  // @ts-expect-error: an own attribute without its prefix
  { attributes: { tenant: "tenant" } },
  // @ts-expect-error: a scope that nobody defines
  { sdkSignIn: ["orders/reed"] },
];

export const triggers: readonly Triggers[] = [
  {
    preSignUp: async (event) => ({
      ...event,
      response: { ...event.response, autoConfirmUser: true },
    }),
    preTokenGeneration: {
      handler: async (event) => {
        const claimsToAddOrOverride = { roles: ["reader"], plan: { seats: 5 } };
        event.response.claimsAndScopeOverrideDetails = {
          accessTokenGeneration: { claimsToAddOrOverride, scopesToAdd: ["orders/read"] },
        };
        return event;
      },
    },
  },
  {
    preTokenGeneration: {
      version: 1,
      handler: async (event) => {
        // @ts-expect-error: version 1 does not know access tokens
        event.response.claimsAndScopeOverrideDetails = {};
        return event;
      },
    },
  },
  // @ts-expect-error: one of the three functions of a challenge
  { customAuthChallenge: { defineAuthChallenge: async (event) => event } },
  // @ts-expect-error: a function that gives back something else
  { preAuthentication: async () => "yes" },
];

export const webAcls: readonly WebAcl[] = [
  "managed",
  { none: "A load test" },
  // @ts-expect-error: none without a reason
  "none",
  // @ts-expect-error: one that exists, and none
  { arn: "arn:aws:wafv2", none: "A load test" },
  // @ts-expect-error: neither
  {},
];

export const alarms: readonly ApiAlarmArgs[] = [
  {},
  // @ts-expect-error: a threshold that there is not
  { serverErrors: 5 },
  // @ts-expect-error: one topic where a list is
  { notify: "arn:aws:sns:us-east-1:123456789012:alarms" },
];

/** Routes of users' data keep their scopes. */
export function addUserData(api: HttpApi, userData: UserData<"data/read" | "data/write">): void {
  const authorizer = { issuer: "https://issuer.example", audience: ["client"] };
  const scopes = ["data/read", "data/write"] as const;
  api.addRoutes({ ...authorizer, scopes }, { ...userData.routes });
  // @ts-expect-error: a scope that the authorizer does not know
  api.addRoutes({ ...authorizer, scopes: ["data/read"] as const }, { ...userData.routes });
}
