import assert from "node:assert/strict";
import type { AppClientArgs, BrowserClient } from "../../../components/auth/app-client";
import { type ClientLayer, clientProblems } from "../../../components/auth/client-problems";

const browser: BrowserClient = { kind: "browser", callbackUrls: ["https://a.b"] };
const machine: AppClientArgs = { kind: "machine", scopes: ["orders/read"] };
const layer: ClientLayer = {
  definedScopes: ["orders/read", "orders/write"],
  providers: ["google"],
  attributes: { tenant: { type: "String" } },
  mapped: ["email", "picture"],
  required: ["email"],
};

describe("clients that are refused", () => {
  it("are none of these", () => {
    const full: BrowserClient = {
      ...browser,
      scopes: ["openid", "email", "profile", "orders/read"],
      logoutUrls: ["http://localhost:3000"],
      identityProviders: ["COGNITO", "google"],
      read: ["email", "email_verified", "custom:tenant"],
      write: ["email", "picture"],
    };
    const withoutProviders: BrowserClient = {
      ...browser,
      identityProviders: ["COGNITO"],
      write: ["email"],
    };
    const good: readonly AppClientArgs[] = [
      full,
      withoutProviders,
      { ...browser, kind: "native", callbackUrls: ["com.example.app:/callback"] },
      machine,
    ];
    for (const client of good) {
      assert.deepEqual([...clientProblems("web", client, layer)].filter(Boolean), []);
    }
  });

  const path = 'clients["web"]';
  const known = "openid, email, profile, orders/read, orders/write";
  const cases: [string, object, string][] = [
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
  cases.push(
    [
      "with a provider that the layer does not have",
      { identityProviders: ["COGNITO", "gogle"] },
      `${path}.identityProviders has "gogle", which is not one of COGNITO, google. Define it in identityProviders or remove it.`,
    ],
    [
      "that offer no way to sign in",
      { identityProviders: [] },
      `${path}.identityProviders is empty: the sign-in page would offer nothing.`,
    ],
    [
      "with a grace of two minutes",
      { refreshGraceSeconds: 120 },
      `${path}.refreshGraceSeconds is 120: it must be a whole number from 0 to 60.`,
    ],
    [
      "with challenges of an hour",
      { challengeMinutes: 60 },
      `${path}.challengeMinutes is 60: it must be a whole number from 3 to 15.`,
    ],
    [
      "that read an attribute which no user has",
      { read: ["email_verified", "custom:team"] },
      `${path}.read has "custom:team", which no user has. Define it in attributes, or name a standard attribute.`,
    ],
    [
      "C262: that cannot read what the scope email needs",
      { read: ["email"] },
      `${path}.read leaves out "email_verified", which the scope email reads (C262): add it.`,
    ],
    [
      "that would prove addresses themselves",
      { write: ["email", "picture", "email_verified"] },
      `${path}.write has "email_verified", which only Cognito may set: remove it.`,
    ],
    [
      "that cannot write what every new user gives",
      { write: ["picture"], identityProviders: ["COGNITO"] },
      `${path}.write leaves out "email", which every new user gives: add it.`,
    ],
    [
      "C290: that cannot write what a provider fills",
      { write: ["email"] },
      `${path}.write leaves out "picture", which an identity provider fills (C290): add it.`,
    ],
  );
  for (const [title, change, problem] of cases) {
    it(title, () => {
      const client = { ...browser, ...change } as AppClientArgs;
      assert.deepEqual([...clientProblems("web", client, layer)].filter(Boolean), [problem]);
    });
  }

  it("with a name that no resource can have", () => {
    assert.deepEqual([...clientProblems("my web", browser, layer)].filter(Boolean), [
      'clients["my web"] has an unusable name: start with a letter, then letters, digits and hyphens.',
    ]);
  });

  it("machines that ask for a user's scopes", () => {
    const client = { kind: "machine", scopes: ["openid"] } as unknown as AppClientArgs;
    assert.deepEqual([...clientProblems("job", client, layer)].filter(Boolean), [
      'clients["job"].scopes has "openid", which is not one of orders/read, orders/write. Define it in scopes or remove it.',
    ]);
  });
});
