import assert from "node:assert/strict";
import { Browser, flowQuery, requestToken, VERIFIER } from "../support/browser.ts";
import { CALLBACK, standardGraph, WEB_ID } from "../support/graph.ts";
import { decodeUnverified, EMAIL, lastCode, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("signing up and in by browser", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
  });
  afterEach(() => pools.close());

  async function signUp(browser: Browser): Promise<string> {
    const query = flowQuery();
    await browser.open(`/oauth2/authorize?${query}`);
    await browser.load(`/signup?${query}`);
    await browser.post(`/signup?${query}`, { username: EMAIL, password: PASSWORD });
    const code = lastCode(pools, EMAIL);
    const confirmed = await browser.post(`/confirmUser?${query}`, { code });
    return confirmed.location;
  }

  it("C64: sends a browser without a session from authorize to the login page with the same query", async () => {
    const query = flowQuery();
    const loaded = await new Browser(pools).load(`/oauth2/authorize?${query}`);
    assert.equal(loaded.status, 302);
    assert.equal(loaded.location, `${pools.origin}/login?${query}`);
  });

  it("F41: warns of a code without PKCE, which Cognito allows, and of no other", async () => {
    await new Browser(pools).load(`/oauth2/authorize?${flowQuery()}`);
    assert.deepEqual(pools.log, []);
    const query = flowQuery({ code_challenge: undefined, code_challenge_method: undefined });
    const loaded = await new Browser(pools).load(`/oauth2/authorize?${query}`);
    assert.equal(loaded.location, `${pools.origin}/login?${query}`);
    assert.deepEqual(pools.log, [
      "user pool auth: client 6h8 asks for a code without PKCE: send code_challenge and code_challenge_method=S256",
    ]);
  });

  it("C81: tells the log which callback was asked for and which there are, the page neither", async () => {
    const query = flowQuery({ redirect_uri: "http://localhost:3000" });
    const loaded = await new Browser(pools).load(`/oauth2/authorize?${query}`);
    assert.equal(
      loaded.location,
      `${pools.origin}/error?error=redirect_mismatch&client_id=${WEB_ID}`,
    );
    assert.deepEqual(pools.log, [
      `user pool auth: client 6h8 sends users back to ${CALLBACK}, not to "http://localhost:3000": ` +
        "add it to callbackUrls, or begin at an address that is there",
    ]);
  });

  it("C126: goes from sign-up over the code straight to the callback, without the password again", async () => {
    const location = new URL(await signUp(new Browser(pools)));
    assert.equal(location.origin + location.pathname, CALLBACK);
    assert.equal(location.searchParams.get("state"), "some-state");
    assert.match(location.searchParams.get("code") ?? "", /^[0-9a-f-]{36}$/);
  });

  it("C101: redeems the code for tokens with the granted scopes", async () => {
    const code = new URL(await signUp(new Browser(pools))).searchParams.get("code") ?? "";
    const { status, body } = await requestToken(pools, {
      grant_type: "authorization_code",
      client_id: WEB_ID,
      redirect_uri: CALLBACK,
      code,
      code_verifier: VERIFIER,
    });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), [
      "id_token",
      "access_token",
      "refresh_token",
      "expires_in",
      "token_type",
    ]);
    assert.equal(decodeUnverified(body["access_token"])["scope"], "openid email");
    assert.equal(decodeUnverified(body["id_token"])["email"], EMAIL);
    assert.equal(decodeUnverified(body["id_token"])["email_verified"], true);
  });

  it("C76: gives the next code without a page while the browser's session lasts", async () => {
    const browser = new Browser(pools);
    await signUp(browser);
    const again = await browser.load(`/oauth2/authorize?${flowQuery()}`);
    assert.equal(again.location.startsWith(`${CALLBACK}?code=`), true);
  });

  it("C32: asks again one hour after the sign-in", async () => {
    const browser = new Browser(pools);
    await signUp(browser);
    pools.clock.advance(3600);
    const again = await browser.load(`/oauth2/authorize?${flowQuery()}`);
    assert.equal(new URL(again.location).pathname, "/login");
  });

  it("C93: goes to the registered logout address, and no earlier session signs in again", async () => {
    const browser = new Browser(pools);
    await signUp(browser);
    const cookie = `cognito=${browser.cookies.get("cognito")}`;
    const query = `client_id=${WEB_ID}&logout_uri=${encodeURIComponent("https://app.example/bye")}`;
    const loaded = await browser.load(`/logout?${query}`);
    assert.equal(loaded.location, "https://app.example/bye");
    const replay = new Browser(pools);
    const again = await replay.load(`/oauth2/authorize?${flowQuery()}`, { headers: { cookie } });
    assert.equal(new URL(again.location).pathname, "/login");
  });
});
