import { AuthLayer } from "./components/auth-layer";
import { HttpApi } from "./components/http-api";
import { readSettings } from "./components/settings";
import { usernameOf } from "./handlers/claims";
import { landingPage } from "./handlers/landing-page";
import { placeOrder } from "./handlers/place-order";
import { json } from "./handlers/response";
import { whoAmI } from "./handlers/who-am-i";
import schemaLedger from "./schema-ledger.json";

const settings = readSettings();
const { cors, throttle, alarms, logRetentionDays, tracing, publicSites, devSites } = settings;
const page = { kind: "browser", scopes: ["openid", "email", "orders/read"] } as const;

// The API comes first: its address is where the sign-in pages send users back to.
const api = new HttpApi("api", { cors, throttle, alarms, logRetentionDays });
const urls = [api.url, ...publicSites];

const auth = new AuthLayer("auth", {
  signUp: settings.signUp,
  mfa: settings.mfa,
  accessTokenMinutes: settings.accessTokenMinutes,
  lifecycle: settings.lifecycle,
  schemaLedger,
  userImport: true,
  webAcl: settings.webAcl,
  alarms,
  domain: { prefix: settings.domainPrefix },
  logRetentionDays,
  tracing,
  // Without this rule a token that no page gave has no scope of the API.
  claims: { sdkSignIn: settings.sdkSignIn ? ["orders/read"] : [] },
  testUsers: settings.testUser ? { "test-user": settings.testUser } : {},
  scopes: { orders: { read: "See orders", write: "Change orders" } },
  clients: {
    web: { ...page, callbackUrls: urls, logoutUrls: urls },
    // Pages on a developer's machine never share a client with real ones.
    dev: devSites && { ...page, callbackUrls: devSites, logoutUrls: devSites },
  },
});

// Routes come last: they trust the tokens of the auth layer. Without scopes or a reason none compiles.
api.addRoutes(
  auth.authorizer,
  {
    "GET /": {
      public: "Landing page: explains sign-in, holds no data",
      handler: landingPage,
      environment: { ISSUER: auth.issuer, CLIENT_ID: auth.clients.web.id },
    },
    "GET /hello": {
      scopes: ["orders/read"],
      handler: async (event) => json(200, { hello: usernameOf(event) }),
    },
    "GET /me": { scopes: ["orders/read", "orders/write"], handler: whoAmI },
    // The page's client may not ask for this scope: its tokens are answered 403 here.
    "POST /orders": { scopes: ["orders/write"], handler: placeOrder },
  },
  { tracing },
);

export const url = api.url;
export const { userPoolId, issuer, domain: signInDomain, endpoints, userImportRole } = auth;
export const clientId = auth.clients.web.id;
export const devClientId = auth.clients.dev?.id ?? "none";
export const expiresAt = settings.expiresAt ?? "never";
export const testUser = settings.testUser ?? "none";
