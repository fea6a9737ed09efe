import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import { requestToken, tokensByBrowser } from "../support/browser.ts";
import { client, POOL_ID, pool, resource, graphOf, domain, WEB_ID } from "../support/graph.ts";
import {
  call,
  claimsWithout,
  createUser,
  decodeUnverified,
  EMAIL,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { ACCESS_KID, ID_KID, type RunningPools, serve, START } from "../support/running-pools.ts";

const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;
const NOW = Math.floor(START / 1000);
const ROLE = "arn:aws:iam::123456789012:role/";

function group(name: string, precedence: number) {
  const inputs = { userPoolId: POOL_ID, name, precedence, roleArn: ROLE + name };
  return resource("aws:cognito/userGroup:UserGroup", name, { inputs });
}

const groups = [group("user", 10), group("admin", 1)];
const seeded = [
  resource("aws:cognito/user:User", "alice", {
    inputs: {
      userPoolId: POOL_ID,
      username: EMAIL,
      password: PASSWORD,
      attributes: { email: EMAIL, email_verified: "true", name: "Alice", "custom:plan": "gold" },
    },
  }),
  ...["user", "admin"].map((groupName) =>
    resource("aws:cognito/userInGroup:UserInGroup", groupName, {
      inputs: { userPoolId: POOL_ID, username: EMAIL, groupName },
    }),
  ),
];
const schemas = [{ name: "plan", attributeDataType: "String", mutable: true }];

function headerOf(token: string): string {
  return Buffer.from(token.split(".")[0] ?? "", "base64url").toString();
}

/** Claims without those that differ at each issue. */
function stable(token: string): Record<string, unknown> {
  const random = [
    "jti",
    "origin_jti",
    "event_id",
    "sub",
    "username",
    "cognito:username",
    "at_hash",
  ];
  return claimsWithout(token, ...random);
}

describe("tokens", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  const domainTokens = (changes: Record<string, string | undefined> = {}) =>
    tokensByBrowser(pools, changes);

  describe("of a user in two groups, by the pages", () => {
    beforeEach(async () => {
      pools = await serve(graphOf(pool({ schemas }), domain(), client(), ...groups, ...seeded));
    });

    it("C8, C9: have a header of kid and alg, with a key for each kind", async () => {
      const { access_token, id_token } = await domainTokens();
      assert.equal(headerOf(access_token), JSON.stringify({ kid: ACCESS_KID, alg: "RS256" }));
      assert.equal(headerOf(id_token), JSON.stringify({ kid: ID_KID, alg: "RS256" }));
    });

    it("C10: verify with the published keys, which have six members", async () => {
      const response = await fetch(`${pools.origin}/${POOL_ID}/.well-known/jwks.json`);
      const keySet = JSON.parse(await response.text());
      const members = ["alg", "e", "kid", "kty", "n", "use"];
      assert.deepEqual(
        keySet.keys.map((key: object) => Object.keys(key)),
        [members, members],
      );
      assert.equal(response.headers.get("access-control-allow-origin"), "*");
      const { access_token, id_token } = await domainTokens();
      for (const token of [access_token, id_token]) {
        const options = { issuer: ISSUER, currentDate: new Date(START) };
        await jwtVerify(token, createLocalJWKSet(keySet), options);
      }
    });

    it("C12, C14: access token claims of a sign-in at the domain", async () => {
      const { access_token } = await domainTokens({ scope: "openid email orders/read" });
      assert.deepEqual(stable(access_token), {
        "cognito:groups": ["admin", "user"],
        iss: ISSUER,
        version: 2,
        client_id: WEB_ID,
        token_use: "access",
        scope: "openid email orders/read",
        auth_time: NOW,
        exp: NOW + 3600,
        iat: NOW,
      });
    });

    it("C18, C21: id token claims of a sign-in at the domain", async () => {
      const { id_token } = await domainTokens({ scope: "openid email orders/read", nonce: "n-1" });
      assert.deepEqual(stable(id_token), {
        "cognito:groups": ["admin", "user"],
        "cognito:preferred_role": `${ROLE}admin`,
        "cognito:roles": [`${ROLE}admin`, `${ROLE}user`],
        email: EMAIL,
        email_verified: true,
        iss: ISSUER,
        nonce: "n-1",
        aud: WEB_ID,
        token_use: "id",
        auth_time: NOW,
        exp: NOW + 3600,
        iat: NOW,
      });
    });

    it("C23: the id token of the domain names the access token", async () => {
      const { access_token, id_token } = await domainTokens();
      const half = createHash("sha256").update(access_token).digest().subarray(0, 16);
      assert.equal(decodeUnverified(id_token)["at_hash"], half.toString("base64url"));
    });

    it("C17, C25, C26, C28: which claims are equal in both tokens", async () => {
      const { access_token, id_token } = await domainTokens();
      const [access, id] = [decodeUnverified(access_token), decodeUnverified(id_token)];
      for (const claim of ["sub", "origin_jti", "event_id", "auth_time"]) {
        assert.equal(access[claim], id[claim], claim);
      }
      assert.equal(access["username"], access["sub"]);
      assert.equal(id["cognito:username"], id["sub"]);
      assert.notEqual(access["jti"], id["jti"]);
    });

    it("C19: openid alone shows all readable attributes, custom ones only if listed (C262)", async () => {
      const { id_token } = await domainTokens({ scope: "openid" });
      const claims = decodeUnverified(id_token);
      assert.equal(claims["name"], "Alice");
      assert.equal("custom:plan" in claims, false);
    });

    it("C33: the refresh token has five parts and starts like Cognito's", async () => {
      const { refresh_token } = await domainTokens();
      assert.match(refresh_token, /^eyJjdHki[\w-]*(\.[\w-]+){4}$/);
    });
  });

  it("C15, C19: tokens of the json api have one scope and all attributes, and name no version", async () => {
    const reads = { readAttributes: ["email", "email_verified", "custom:plan"] };
    pools = await serve(graphOf(pool({ schemas }), client(reads), ...seeded.slice(0, 1)));
    const { body } = await signIn(pools);
    const { AccessToken, IdToken, ExpiresIn, TokenType } = body["AuthenticationResult"];
    assert.deepEqual(stable(AccessToken), {
      iss: ISSUER,
      client_id: WEB_ID,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      auth_time: NOW,
      exp: NOW + 3600,
      iat: NOW,
    });
    assert.deepEqual(stable(IdToken), {
      email: EMAIL,
      email_verified: true,
      "custom:plan": "gold",
      iss: ISSUER,
      aud: WEB_ID,
      token_use: "id",
      auth_time: NOW,
      exp: NOW + 3600,
      iat: NOW,
    });
    assert.equal("at_hash" in decodeUnverified(IdToken), false);
    assert.deepEqual([ExpiresIn, TokenType], [3600, "Bearer"]);
    assert.deepEqual(body["ChallengeParameters"], {});
  });

  it("C29: lifetimes follow the client's numbers and units", async () => {
    const lifetimes = {
      accessTokenValidity: 5,
      idTokenValidity: 600,
      refreshTokenValidity: 2,
      tokenValidityUnits: { accessToken: "minutes", idToken: "seconds", refreshToken: "hours" },
    };
    pools = await serve(graphOf(pool(), client(lifetimes), ...seeded.slice(0, 1)));
    const { body } = await signIn(pools);
    const { AccessToken, IdToken, RefreshToken, ExpiresIn } = body["AuthenticationResult"];
    assert.equal(ExpiresIn, 300);
    assert.equal(decodeUnverified(AccessToken)["exp"], NOW + 300);
    assert.equal(decodeUnverified(IdToken)["exp"], NOW + 600);
    const input = { ClientId: WEB_ID, RefreshToken };
    pools.clock.advance(7199);
    assert.equal((await call(pools, "GetTokensFromRefreshToken", input)).status, 200);
    pools.clock.advance(1);
    const refused = await call(pools, "GetTokensFromRefreshToken", input);
    assert.equal(refused.body["message"], "Refresh Token has expired");
  });

  it("C40: a client without revocation gets neither origin_jti nor jti", async () => {
    const off = { enableTokenRevocation: false };
    pools = await serve(graphOf(pool(), client(off), ...seeded.slice(0, 1)));
    const { body } = await signIn(pools);
    const claims = decodeUnverified(body["AuthenticationResult"]["AccessToken"]);
    assert.deepEqual(
      ["origin_jti", "jti"].filter((claim) => claim in claims),
      [],
    );
  });

  it("C4, design 5.1: the local issuer is the pool's origin and id, in tokens and discovery", async () => {
    pools = await serve(graphOf(pool(), domain(), client()), { issuer: "local" });
    await createUser(pools);
    const { body } = await signIn(pools);
    const issuer = `${pools.origin}/${POOL_ID}`;
    assert.equal(decodeUnverified(body["AuthenticationResult"]["AccessToken"])["iss"], issuer);
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);
    assert.equal(JSON.parse(await response.text())["issuer"], issuer);
  });

  it("C47: a bound resource becomes the audience and stays through a refresh", async () => {
    pools = await serve(graphOf(pool(), domain(), client(), ...seeded.slice(0, 1)));
    const resourceUri = "https://api.example.com";
    const { access_token, refresh_token } = await domainTokens({ resource: resourceUri });
    assert.equal(decodeUnverified(access_token)["aud"], resourceUri);
    const fields = { grant_type: "refresh_token", client_id: WEB_ID, refresh_token };
    const refreshed = await requestToken(pools, fields);
    assert.equal(decodeUnverified(refreshed.body["access_token"])["aud"], resourceUri);
  });
});
