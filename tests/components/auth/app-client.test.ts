import assert from "node:assert/strict";
import {
  type AppClientArgs,
  type ClientContext,
  clientSettings,
  hasPages,
  type ServerClient,
} from "../../../components/auth/app-client";

const browser: AppClientArgs = { kind: "browser", callbackUrls: ["https://a.b"] };
const machine: AppClientArgs = { kind: "machine", scopes: ["orders/read"] };
const context: ClientContext = {
  accessMinutes: 60,
  hasOwnChallenges: false,
  hasChoice: true,
  providerNames: {},
};

describe("the settings of a client", () => {
  const common = {
    allowedOauthFlowsUserPoolClient: true,
    supportedIdentityProviders: ["COGNITO"],
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    authSessionValidity: 3,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
  };
  const users = {
    ...common,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: ["openid", "email"],
    explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"],
    callbackUrls: ["https://a.b"],
    logoutUrls: [],
    accessTokenValidity: 60,
    idTokenValidity: 60,
    refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
  };
  const cases: readonly [AppClientArgs, object][] = [
    [browser, { ...users, generateSecret: false, refreshTokenValidity: 1 }],
    [
      { ...browser, kind: "native" },
      { ...users, generateSecret: false, refreshTokenValidity: 7 },
    ],
    [
      { ...browser, kind: "server" },
      { ...users, generateSecret: true, refreshTokenValidity: 7 },
    ],
    [
      machine,
      {
        ...common,
        generateSecret: true,
        allowedOauthFlows: ["client_credentials"],
        allowedOauthScopes: ["orders/read"],
        explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        accessTokenValidity: 60,
      },
    ],
  ];
  for (const [client, settings] of cases) {
    it(`F35: follow from the kind ${client.kind}`, () => {
      assert.deepEqual(clientSettings(client, context), settings);
    });
  }

  it("F43: take the layer's token life, and the client's own before it", () => {
    const lifeOf = (client: AppClientArgs) => {
      const settings: object = clientSettings(client, { ...context, accessMinutes: 15 });
      return Object.entries(settings)
        .filter(([name]) => name.endsWith("Validity"))
        .map(([, value]) => value as number);
    };
    assert.deepEqual(lifeOf(browser), [15, 3, 15, 1]);
    const lifetimes = { accessMinutes: 5, idMinutes: 10, refreshDays: 30 };
    assert.deepEqual(lifeOf({ ...browser, lifetimes }), [5, 3, 10, 30]);
  });

  it("F39: offer the pool and every provider, by the names that Cognito has for them", () => {
    const providerNames = { google: "Google", company: "company" };
    const offered = (client: AppClientArgs) =>
      clientSettings(client, { ...context, providerNames }).supportedIdentityProviders;
    assert.deepEqual(offered(browser), ["COGNITO", "Google", "company"]);
    assert.deepEqual(offered({ ...browser, identityProviders: ["google"] }), ["Google"]);
    assert.deepEqual(offered(machine), ["COGNITO"]);
  });

  it("F25, F46: let a server hand over passwords and addresses where it says so", () => {
    const server: ServerClient = { kind: "server", callbackUrls: ["https://a.b"] };
    assert.deepEqual(clientSettings(server, context).explicitAuthFlows, [
      "ALLOW_USER_AUTH",
      "ALLOW_USER_SRP_AUTH",
    ]);
    const said: ServerClient = { ...server, passwordSignIn: true, propagateContext: true };
    const open = clientSettings(said, context);
    assert.deepEqual(open.explicitAuthFlows, [
      "ALLOW_USER_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_USER_PASSWORD_AUTH",
    ]);
    assert.ok("enablePropagateAdditionalUserContextData" in open);
    assert.equal(open.enablePropagateAdditionalUserContextData, true);
  });

  it("F26, F44: take the minutes of a challenge and the grace of a refresh token", () => {
    const { authSessionValidity, ...others } = clientSettings(
      { ...browser, challengeMinutes: 15, refreshGraceSeconds: 0 },
      context,
    );
    assert.equal(authSessionValidity, 15);
    assert.ok("refreshTokenRotation" in others);
    assert.deepEqual(others.refreshTokenRotation, {
      feature: "ENABLED",
      retryGracePeriodSeconds: 0,
    });
  });

  it("C281: have no choice of how to sign in where the tier has none", () => {
    const { explicitAuthFlows } = clientSettings(browser, { ...context, hasChoice: false });
    assert.deepEqual(explicitAuthFlows, ["ALLOW_USER_SRP_AUTH"]);
  });

  it("F52: only machines have no pages", () => {
    assert.deepEqual([browser, machine].map(hasPages), [true, false]);
  });
});
