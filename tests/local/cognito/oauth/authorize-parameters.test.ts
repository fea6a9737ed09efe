import assert from "node:assert/strict";
import { Browser, flowQuery, requestToken, tokensByBrowser } from "../support/browser.ts";
import { CALLBACK, client, domain, graphOf, pool, WEB_ID } from "../support/graph.ts";
import { createUser, decodeUnverified, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const URL_SCOPE = "https://api.example.com/read";
const WITH_QUERY = "https://app.example/cb?tenant=one&lang=en";
const INTERNATIONAL = {
  "https://app.example/ж?q=ü": "https://app.example/%D0%B6?q=%C3%BC",
  "https://bücher.example/cb": "https://b%C3%BCcher.example/cb",
};
const NO_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

describe("parameters of authorize", () => {
  let pools: RunningPools;
  before(async () => {
    const inputs = {
      allowedOauthFlows: ["code", "implicit"],
      allowedOauthScopes: ["openid", "email", "profile", URL_SCOPE],
      callbackUrls: [CALLBACK, WITH_QUERY, ...Object.keys(INTERNATIONAL)],
      logoutUrls: Object.keys(INTERNATIONAL),
      defaultRedirectUri: WITH_QUERY,
    };
    pools = await serve(graphOf(pool(), domain(), client(inputs)));
    await createUser(pools);
  });
  after(() => pools.close());

  const authorize = (changes: Record<string, string | undefined>) =>
    new Browser(pools).load(`/oauth2/authorize?${flowQuery(changes)}`);

  /** Signs in on the page, and returns the browser and where it was sent. */
  async function signedIn(changes: Record<string, string | undefined> = {}) {
    const browser = new Browser(pools);
    const query = flowQuery({ scope: "openid", ...changes });
    await browser.open(`/oauth2/authorize?${query}`);
    const credentials = { username: EMAIL, password: PASSWORD };
    const { location } = await browser.post(`/login?${query}`, credentials);
    return { browser, location };
  }

  for (const scope of [undefined, "", " "]) {
    it(`C45, C68, O101: ${JSON.stringify(scope)} as scope grants all that the client may have`, async () => {
      const { access_token } = await tokensByBrowser(pools, { scope });
      assert.equal(decodeUnverified(access_token)["scope"], `openid email profile ${URL_SCOPE}`);
    });
  }

  it("C43, C44, C45: a subset is granted as it was asked for, identifiers that are URLs included", async () => {
    const { access_token, id_token } = await tokensByBrowser(pools, { scope: URL_SCOPE });
    assert.equal(decodeUnverified(access_token)["scope"], URL_SCOPE);
    assert.equal(id_token, undefined, "C24");
  });

  it("C65: the default redirect URI stands in for one that was left out", async () => {
    const { location } = await signedIn({ redirect_uri: undefined });
    assert.equal(location.startsWith(`${WITH_QUERY}&code=`), true);
  });

  it("C74: a callback keeps its own query, and the code is a UUID", async () => {
    const { location } = await signedIn({ redirect_uri: WITH_QUERY });
    assert.match(
      location,
      /^https:\/\/app\.example\/cb\?tenant=one&lang=en&code=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}&state=some-state$/,
    );
  });

  it("C66: the state is encoded once, by the form and by the session alike", async () => {
    const state = "a%3Db=c+d e&f";
    const { browser, location } = await signedIn({ state });
    const again = await browser.load(`/oauth2/authorize?${flowQuery({ scope: "openid", state })}`);
    for (const answer of [location, again.location]) {
      assert.equal(new URL(answer).searchParams.get("state"), state);
    }
  });

  for (const [url, ascii] of Object.entries(INTERNATIONAL)) {
    it(`C86: a callback or sign-out URL goes into the header in ASCII: ${url}`, async () => {
      const refused = await authorize({ redirect_uri: url, response_type: "none" });
      const error = "state=some-state&error=invalid_request";
      const joint = url.includes("?") ? "&" : "?";
      assert.equal(refused.headers.get("location"), `${ascii}${joint}${error}`);
      const query = new URLSearchParams({ client_id: WEB_ID, logout_uri: url });
      const left = await new Browser(pools).load(`/logout?${query}`);
      assert.equal(left.headers.get("location"), ascii);
    });
  }

  it("C66: without a state there is none in the answer", async () => {
    const { location } = await signedIn({ state: undefined });
    assert.deepEqual([...new URL(location).searchParams.keys()], ["code"]);
  });

  it("C70: the nonce comes back in the ID token unchanged, and needs no openid to be accepted", async () => {
    const nonce = "n/0 + ü";
    const { id_token } = await tokensByBrowser(pools, { scope: "openid", nonce });
    assert.equal(decodeUnverified(id_token)["nonce"], nonce);
    const other = await tokensByBrowser(pools, { scope: URL_SCOPE, nonce });
    assert.equal(decodeUnverified(other.access_token)["nonce"], undefined);
  });

  for (const path of ["/login", "/forgotPassword"]) {
    it(`C72: login_hint fills in the name on ${path}, escaped`, async () => {
      const hint = `"bob"@example.com`;
      const { text } = await new Browser(pools).load(`${path}?${flowQuery({ login_hint: hint })}`);
      assert.ok(text.includes('value="&quot;bob&quot;@example.com"'));
    });
  }

  it("C79: errors of the implicit flow stand in the fragment", async () => {
    const { location } = await authorize({ ...NO_PKCE, response_type: "token", scope: "phone" });
    const parameters = "error_description=invalid_scope&state=some-state&error=invalid_request";
    assert.equal(location, `${CALLBACK}#${parameters}`);
  });

  it("C75, C31: the implicit flow gives the ID token with openid only, and the client's lifetime", async () => {
    const { location } = await signedIn({ ...NO_PKCE, response_type: "token", scope: "profile" });
    const parameters = new URLSearchParams(location.split("#")[1]);
    assert.deepEqual([...parameters.keys()], ["access_token", "token_type", "expires_in", "state"]);
    assert.equal(parameters.get("expires_in"), "3600");
  });

  it("C120, C73, C71: the classic pages know neither prompt nor lang", async () => {
    const { browser } = await signedIn();
    const query = flowQuery({ scope: "openid", prompt: "login", lang: "de" });
    const { location, headers } = await browser.load(`/oauth2/authorize?${query}`);
    assert.equal(location.startsWith(`${CALLBACK}?code=`), true);
    assert.deepEqual(headers.getSetCookie(), []);
    const page = await new Browser(pools).open(
      `/oauth2/authorize?${flowQuery({ prompt: "none", scope: "openid" })}`,
    );
    assert.equal(page.status, 200);
  });

  it("C119: parameters that Cognito does not know change nothing", async () => {
    const unknown = { max_age: "0", response_mode: "form_post", acr_values: "x", claims: "{}" };
    const { location } = await signedIn(unknown);
    assert.equal(location.startsWith(`${CALLBACK}?code=`), true);
  });

  it("C101: a code for the default redirect URI is redeemed with that URI", async () => {
    const { location } = await signedIn({ ...NO_PKCE, redirect_uri: undefined });
    const code = new URL(location).searchParams.get("code") ?? "";
    const fields = { grant_type: "authorization_code", client_id: WEB_ID, code };
    const { status } = await requestToken(pools, { ...fields, redirect_uri: WITH_QUERY });
    assert.equal(status, 200);
  });
});

describe("a client without OAuth", () => {
  it("C88: gets the error page, whatever its OAuth lists hold", async () => {
    const off = client({ allowedOauthFlowsUserPoolClient: false });
    const pools = await serve(graphOf(pool(), domain(), off));
    const { location } = await new Browser(pools).load(`/oauth2/authorize?${flowQuery()}`);
    await pools.close();
    const url = new URL(location);
    assert.deepEqual(
      [url.pathname, url.searchParams.get("error")],
      ["/error", "unauthorized_client"],
    );
  });
});
