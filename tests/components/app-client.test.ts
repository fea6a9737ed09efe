import assert from "node:assert/strict";
import {
  type AppClientArgs,
  clientProblems,
  clientSettings,
  hasPages,
} from "../../components/app-client";

const browser: AppClientArgs = { kind: "browser", callbackUrls: ["https://a.b"] };
const machine: AppClientArgs = { kind: "machine", scopes: ["orders/read"] };
const defined = ["orders/read", "orders/write"];

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
      assert.deepEqual(clientSettings(client, 60), settings);
    });
  }

  it("F43: take the layer's token life, and the client's own before it", () => {
    const lifeOf = (client: AppClientArgs) => {
      const settings: object = clientSettings(client, 15);
      return Object.entries(settings)
        .filter(([name]) => name.endsWith("Validity"))
        .map(([, value]) => value as number);
    };
    assert.deepEqual(lifeOf(browser), [3, 15, 15, 1]);
    const lifetimes = { accessMinutes: 5, idMinutes: 10, refreshDays: 30 };
    assert.deepEqual(lifeOf({ ...browser, lifetimes }), [3, 5, 10, 30]);
  });

  it("F52: only machines have no pages", () => {
    assert.deepEqual([browser, machine].map(hasPages), [true, false]);
  });
});

describe("clients that are refused", () => {
  it("are none of these", () => {
    const good: readonly AppClientArgs[] = [
      {
        ...browser,
        scopes: ["openid", "email", "profile", "orders/read"],
        logoutUrls: ["http://localhost:3000"],
      },
      { ...browser, kind: "native", callbackUrls: ["com.example.app:/callback"] },
      machine,
    ];
    for (const client of good) {
      assert.deepEqual([...clientProblems("web", client, defined)].filter(Boolean), []);
    }
  });

  const path = 'clients["web"]';
  const known = "openid, email, profile, orders/read, orders/write";
  const cases: readonly [string, object, string][] = [
    [
      "without callback",
      { callbackUrls: [] },
      `${path}.callbackUrls is empty: the sign-in pages need an address to send the user back to.`,
    ],
    [
      "with an insecure callback",
      { callbackUrls: ["http://a.b"] },
      `${path}.callbackUrls has "http://a.b": it must start with https:// (plain http only for localhost, 127.0.0.1 and [::1]).`,
    ],
    [
      "with a placeholder",
      { logoutUrls: ["https://example.com"] },
      `${path}.logoutUrls has "https://example.com": it is a placeholder: name your own site.`,
    ],
    [
      "with a callback twice",
      { callbackUrls: ["https://a.b", "https://a.b"] },
      `${path}.callbackUrls has "https://a.b" twice: remove one.`,
    ],
    [
      "with more callbacks than Cognito takes",
      { callbackUrls: Array.from({ length: 101 }, (_, index) => `https://a.b/${index}`) },
      `${path}.callbackUrls has 101 entries: Cognito takes at most 100.`,
    ],
    [
      "with an unknown scope",
      { scopes: ["orders/reed"] },
      `${path}.scopes has "orders/reed", which is not one of ${known}. Define it in scopes or remove it.`,
    ],
    [
      "with the scope that lets a token change its user",
      { scopes: ["aws.cognito.signin.user.admin"] },
      `${path}.scopes has "aws.cognito.signin.user.admin", which is not one of ${known}. Define it in scopes or remove it.`,
    ],
    ["without scopes", { scopes: [] }, `${path}.scopes is empty: name at least one scope.`],
    [
      "with tokens of 4 minutes",
      { lifetimes: { accessMinutes: 4 } },
      `${path}.lifetimes.accessMinutes is 4: it must be a whole number from 5 to 1440.`,
    ],
    [
      "with ID tokens of 25 hours",
      { lifetimes: { idMinutes: 1_500 } },
      `${path}.lifetimes.idMinutes is 1500: it must be a whole number from 5 to 1440.`,
    ],
    [
      "with refresh tokens of 11 years",
      { lifetimes: { refreshDays: 4_000 } },
      `${path}.lifetimes.refreshDays is 4000: it must be a whole number from 1 to 3650.`,
    ],
  ];
  for (const [title, change, problem] of cases) {
    it(title, () => {
      const client = { ...browser, ...change } as AppClientArgs;
      assert.deepEqual([...clientProblems("web", client, defined)].filter(Boolean), [problem]);
    });
  }

  it("with a name that no resource can have", () => {
    assert.deepEqual([...clientProblems("my web", browser, defined)].filter(Boolean), [
      'clients["my web"] has an unusable name: start with a letter, then letters, digits and hyphens.',
    ]);
  });

  it("machines that ask for a user's scopes", () => {
    const client = { kind: "machine", scopes: ["openid"] } as unknown as AppClientArgs;
    assert.deepEqual([...clientProblems("job", client, defined)].filter(Boolean), [
      'clients["job"].scopes has "openid", which is not one of orders/read, orders/write. Define it in scopes or remove it.',
    ]);
  });
});
