import assert from "node:assert/strict";
import { requestToken, tokensByBrowser } from "../support/browser.ts";
import { client, domain, graphOf, pool, POOL_ID, resource, WEB_ID } from "../support/graph.ts";
import { decodeUnverified, EMAIL, PASSWORD, signIn } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const ALL_SCOPES = ["openid", "email", "phone", "profile"];

const schemas = [
  { name: "plan", attributeDataType: "String", mutable: true },
  { name: "seats", attributeDataType: "Number", mutable: true },
];

const attributes = {
  email: EMAIL,
  email_verified: "true",
  phone_number: "+15555550123",
  phone_number_verified: "false",
  name: "Alice",
  address: "1 Main Street",
  updated_at: "1790000000",
  "custom:plan": "gold",
  "custom:seats": "7",
};

const alice = resource("aws:cognito/user:User", "alice", {
  inputs: { userPoolId: POOL_ID, username: EMAIL, password: PASSWORD, attributes },
});

describe("claims from attributes", () => {
  let pools: RunningPools;
  before(async () => {
    const inputs = {
      allowedOauthScopes: ALL_SCOPES,
      readAttributes: Object.keys(attributes),
    };
    pools = await serve(graphOf(pool({ schemas }), domain(), client(inputs), alice));
  });
  after(() => pools.close());

  /** The attributes among the claims. */
  const ofToken = (token: string) => {
    const claims = Object.entries<unknown>(decodeUnverified(token));
    return Object.fromEntries(claims.filter(([name]) => Object.hasOwn(attributes, name)));
  };

  async function userInfo(scope: string): Promise<Record<string, unknown>> {
    const { access_token } = await tokensByBrowser(pools, { scope });
    const response = await fetch(`${pools.origin}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const { sub, username, ...others } = JSON.parse(await response.text());
    assert.equal(username, sub, "C17");
    return others;
  }

  const PROFILE = {
    name: "Alice",
    address: { formatted: "1 Main Street" },
    updated_at: 1790000000,
    "custom:plan": "gold",
    "custom:seats": "7",
  };
  const CONTACTS = {
    email: EMAIL,
    email_verified: true,
    phone_number: "+15555550123",
    phone_number_verified: false,
  };

  for (const [scope, expected] of Object.entries({
    openid: { ...PROFILE, ...CONTACTS },
    "openid profile": PROFILE,
    "openid email": { email: EMAIL, email_verified: true },
    "openid phone": { phone_number: "+15555550123", phone_number_verified: false },
    "openid email phone profile": { ...PROFILE, ...CONTACTS },
  })) {
    it(`C19, C20: "${scope}" shows its attributes, each in its type`, async () => {
      const { id_token } = await tokensByBrowser(pools, { scope });
      assert.deepEqual(ofToken(id_token), expected);
    });
  }

  it("C13: the access token holds no attribute", async () => {
    const { access_token } = await tokensByBrowser(pools, { scope: ALL_SCOPES.join(" ") });
    assert.deepEqual(ofToken(access_token), {});
    assert.equal("aud" in decodeUnverified(access_token), false);
  });

  it("C19, C24: the JSON API shows all readable attributes, and always gives an ID token", async () => {
    const { IdToken } = (await signIn(pools)).body["AuthenticationResult"];
    assert.deepEqual(ofToken(IdToken), { ...PROFILE, ...CONTACTS });
  });

  for (const [scope, names] of Object.entries({
    openid: Object.keys(attributes),
    "openid profile": ["name", "address", "updated_at", "custom:plan", "custom:seats"],
    "openid phone": ["phone_number", "phone_number_verified"],
  })) {
    it(`C111, C112, C113: userInfo shows what "${scope}" covers, all as texts`, async () => {
      const shown = await userInfo(scope);
      const expected = names.map((name) => [name, attributes[name as keyof typeof attributes]]);
      assert.deepEqual(shown, Object.fromEntries(expected));
    });
  }

  it("C102: a refresh keeps the scopes, whatever scope it asks for, and gives no refresh token", async () => {
    const { refresh_token } = await tokensByBrowser(pools, { scope: "openid email" });
    const fields = { grant_type: "refresh_token", client_id: WEB_ID, refresh_token };
    const { body } = await requestToken(pools, { ...fields, scope: "openid phone" });
    assert.deepEqual(Object.keys(body), ["id_token", "access_token", "expires_in", "token_type"]);
    assert.equal(decodeUnverified(body["access_token"])["scope"], "openid email");
    assert.deepEqual(ofToken(body["id_token"]), { email: EMAIL, email_verified: true });
  });
});
