import assert from "node:assert/strict";
import { tokensByBrowser, Browser, flowQuery, requestToken } from "../support/browser.ts";
import {
  CALLBACK,
  client,
  domain,
  graphOf,
  machineClient,
  MACHINE_ID,
  MACHINE_SECRET,
  POOL_ID,
  pool,
  standardGraph,
  WEB_ID,
} from "../support/graph.ts";
import { createUser, EMAIL, PASSWORD, signIn } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("other endpoints", () => {
  let pools: RunningPools;
  let sub: string;
  beforeEach(async () => {
    pools = await serve(standardGraph());
    sub = await createUser(pools);
  });
  afterEach(() => pools.close());

  const tokens = () => tokensByBrowser(pools, { scope: "openid email" });

  async function userInfo(token: string | undefined) {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${pools.origin}/oauth2/userInfo`, { headers });
    const { status } = response;
    const challenge = response.headers.get("www-authenticate");
    return { status, challenge, body: JSON.parse(await response.text()) };
  }

  function revoke(fields: Record<string, string>) {
    const body = new URLSearchParams({ client_id: WEB_ID, ...fields });
    return fetch(`${pools.origin}/oauth2/revoke`, { method: "POST", body });
  }

  it("C61: discovery has Cognito's members with local addresses", async () => {
    const response = await fetch(`${pools.origin}/${POOL_ID}/.well-known/openid-configuration`);
    assert.deepEqual(JSON.parse(await response.text()), {
      authorization_endpoint: `${pools.origin}/oauth2/authorize`,
      end_session_endpoint: `${pools.origin}/logout`,
      id_token_signing_alg_values_supported: ["RS256"],
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`,
      jwks_uri: `${pools.origin}/${POOL_ID}/.well-known/jwks.json`,
      response_types_supported: ["code", "token"],
      revocation_endpoint: `${pools.origin}/oauth2/revoke`,
      scopes_supported: ["openid", "email", "phone", "profile"],
      subject_types_supported: ["public"],
      token_endpoint: `${pools.origin}/oauth2/token`,
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      userinfo_endpoint: `${pools.origin}/oauth2/userInfo`,
    });
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
  });

  it("C62: without a domain discovery names the keys and no endpoint", async () => {
    const bare = await serve(graphOf(pool(), client()));
    const response = await fetch(`${bare.origin}/${POOL_ID}/.well-known/openid-configuration`);
    const document = JSON.parse(await response.text());
    await bare.close();
    assert.deepEqual(
      Object.keys(document).filter((member) => /endpoint$|_uri$/.test(member)),
      ["jwks_uri"],
    );
  });

  it("C11, O108: an unknown pool has no documents, and paths are normalised", async () => {
    const status = async (path: string) => (await fetch(pools.origin + path)).status;
    assert.equal(await status("/us-east-1_Nobody123/.well-known/jwks.json"), 404);
    assert.equal(await status(`/${POOL_ID}/.well-known/jwks.json?x=1`), 200);
    assert.equal(await status(`/x/../${POOL_ID}/.well-known/jwks.json`), 200);
    assert.equal(await status(`/${POOL_ID}/.well-known/other.json`), 404);
    assert.equal(await status("/constructor"), 404);
    assert.equal(await status("/__proto__"), 404);
  });

  it("C112, C113: userInfo shows what the scopes cover, flags as texts", async () => {
    const { access_token } = await tokens();
    const { status, body } = await userInfo(access_token);
    assert.equal(status, 200);
    assert.deepEqual(body, { sub, email_verified: "true", email: EMAIL, username: sub });
  });

  it("C114, O106: userInfo refuses with status, header and body", async () => {
    const { id_token, access_token, refresh_token } = await tokens();
    const missing = await userInfo(undefined);
    assert.equal(missing.status, 400);
    assert.equal(
      missing.challenge,
      'Bearer error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
    );
    for (const token of [id_token, refresh_token, "x.y.z"]) {
      assert.deepEqual([(await userInfo(token)).status], [401]);
    }
    const api = (await signIn(pools)).body["AuthenticationResult"]["AccessToken"];
    assert.equal((await userInfo(api)).status, 403);
    pools.clock.advance(3600);
    const expired = await userInfo(access_token);
    assert.deepEqual([expired.status, expired.body["error"]], [401, "invalid_token"]);
  });

  it("O106: userInfo refuses a machine's token", async () => {
    const fields = { grant_type: "client_credentials", client_id: MACHINE_ID };
    const { body } = await requestToken(pools, { ...fields, client_secret: MACHINE_SECRET });
    assert.equal((await userInfo(body["access_token"])).status, 401);
  });

  it("C115: revoking answers 200 with nothing, also again and for the unknown", async () => {
    const { refresh_token = "", access_token } = await tokens();
    for (const token of [refresh_token, refresh_token, "unknown"]) {
      const response = await revoke({ token });
      assert.deepEqual([response.status, await response.text()], [200, ""]);
    }
    assert.equal((await userInfo(access_token)).status, 401);
    const refreshed = await requestToken(pools, {
      grant_type: "refresh_token",
      client_id: WEB_ID,
      refresh_token,
    });
    assert.deepEqual(refreshed.body, { error: "invalid_grant" });
  });

  it("C116: revoking tells what is wrong with the request", async () => {
    const { access_token = "" } = await tokens();
    const outcome = async (fields: Record<string, string>) => {
      const response = await revoke(fields);
      return [response.status, JSON.parse(await response.text())["error"]];
    };
    assert.deepEqual(await outcome({ token: access_token }), [400, "unsupported_token_type"]);
    assert.deepEqual(await outcome({}), [400, "invalid_request"]);
    assert.deepEqual(await outcome({ token: "x", client_id: "nobody" }), [401, "invalid_client"]);
  });

  it("C115: another client's refresh token is left alone", async () => {
    const { refresh_token = "" } = await tokens();
    await revoke({ token: refresh_token, client_id: MACHINE_ID, client_secret: MACHINE_SECRET });
    const fields = { grant_type: "refresh_token", client_id: WEB_ID, refresh_token };
    assert.equal((await requestToken(pools, fields)).status, 200);
  });

  for (const [name, query] of Object.entries({
    "O025 foreign logout_uri": `client_id=${WEB_ID}&logout_uri=https://evil.test`,
    "O025 no client": "logout_uri=https://app.example/bye",
    "O026 foreign redirect_uri": `client_id=${WEB_ID}&redirect_uri=https://evil.test&response_type=code`,
    "C96 nothing": `client_id=${WEB_ID}`,
    "C98 other parameter": `client_id=${WEB_ID}&post_logout_redirect_uri=https://app.example/bye`,
  })) {
    it(`C96: logout stays on the error page: ${name}`, async () => {
      const { status, location } = await new Browser(pools).load(`/logout?${query}`);
      assert.deepEqual([status, new URL(location).pathname], [302, "/error"]);
    });
  }

  it("C93, O030: logout gives the state back encoded and ends the session", async () => {
    const query = new URLSearchParams({
      client_id: WEB_ID,
      logout_uri: "https://app.example/bye",
      state: "<b>&x",
    });
    const { location, headers } = await new Browser(pools).load(`/logout?${query}`);
    assert.equal(location, "https://app.example/bye?state=%3Cb%3E%26x");
    assert.match(headers.getSetCookie()[0] ?? "", /^cognito=; Path=\/; Max-Age=0/);
  });

  it("C94: logout with a redirect uri leads to a new sign-in", async () => {
    const { location } = await new Browser(pools).load(
      `/logout?${flowQuery({ scope: undefined })}`,
    );
    const url = new URL(location);
    assert.equal(url.pathname, "/login");
    assert.equal(url.searchParams.get("scope"), "openid email orders/read");
    assert.equal(url.searchParams.get("redirect_uri"), CALLBACK);
  });

  it("C75: the implicit flow answers in the fragment, without a refresh token", async () => {
    await pools.close();
    pools = await serve(graphOf(pool(), domain(), client({ allowedOauthFlows: ["implicit"] })));
    await createUser(pools);
    const query = flowQuery({
      response_type: "token",
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    const browser = new Browser(pools);
    await browser.load(`/login?${query}`);
    const { location } = await browser.post(`/login?${query}`, {
      username: EMAIL,
      password: PASSWORD,
    });
    const [target, fragment] = location.split("#");
    assert.equal(target, CALLBACK);
    assert.deepEqual(
      [...new URLSearchParams(fragment).keys()],
      ["id_token", "access_token", "token_type", "expires_in", "state"],
    );
  });

  it("design 5.1: finds the keys of a pool by either form of its issuer", async () => {
    for (const issuer of [
      `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`,
      `${pools.origin}/${POOL_ID}`,
    ]) {
      const keys = pools.pools.issuerKeys(issuer);
      const token = (await signIn(pools)).body["AuthenticationResult"]["AccessToken"];
      const { kid } = JSON.parse(Buffer.from(token.split(".")[0], "base64url").toString());
      const found = await keys?.find(kid);
      assert.deepEqual([found?.alg, found?.key.asymmetricKeyType], ["RS256", "rsa"]);
      assert.equal(await keys?.find("other"), undefined);
      assert.equal(keys?.issuers.includes(issuer), true);
    }
    assert.equal(pools.pools.issuerKeys("https://accounts.example"), undefined);
  });

  it("design 5.2: describes pools and clients for the ready line", () => {
    const [description] = pools.pools.describe();
    assert.deepEqual(description, {
      name: "auth",
      id: POOL_ID,
      region: "us-east-1",
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`,
      endpoint: pools.origin,
      domain: pools.origin,
      clients: [
        { name: "6h8", id: WEB_ID, secret: null },
        description?.clients[1],
        { name: machineClient().name, id: MACHINE_ID, secret: MACHINE_SECRET },
      ],
    });
  });
});
