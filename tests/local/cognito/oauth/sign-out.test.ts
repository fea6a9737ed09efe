import assert from "node:assert/strict";
import { Browser, flowQuery, requestToken, tokensByBrowser } from "../support/browser.ts";
import { CALLBACK, standardGraph, WEB_ID } from "../support/graph.ts";
import { call, createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const BYE = "https://app.example/bye";

describe("sign-out", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
    await createUser(pools);
  });
  afterEach(() => pools.close());

  const logout = (browser: Browser, parameters: Record<string, string>) =>
    browser.load(`/logout?${new URLSearchParams({ client_id: WEB_ID, ...parameters })}`);

  async function signedIn(): Promise<Browser> {
    const browser = new Browser(pools);
    await browser.open(`/oauth2/authorize?${flowQuery()}`);
    await browser.post(`/login?${flowQuery()}`, { username: EMAIL, password: PASSWORD });
    return browser;
  }

  const isSignedIn = async (browser: Browser) =>
    (await browser.load(`/oauth2/authorize?${flowQuery()}`)).location.startsWith(CALLBACK);

  it("C93: goes to the registered address with nothing appended", async () => {
    const browser = await signedIn();
    assert.equal((await logout(browser, { logout_uri: BYE })).location, BYE);
    assert.equal(await isSignedIn(browser), false);
  });

  it("C95: logout_uri wins over redirect_uri", async () => {
    const both = { logout_uri: BYE, redirect_uri: CALLBACK, response_type: "code" };
    assert.equal((await logout(await signedIn(), both)).location, BYE);
  });

  it("C96: a logout_uri that is not registered is as good as none", async () => {
    const browser = await signedIn();
    const other = { logout_uri: `${BYE}/`, redirect_uri: CALLBACK, response_type: "code" };
    const url = new URL((await logout(browser, other)).location);
    assert.deepEqual([url.pathname, url.searchParams.get("logout_uri")], ["/login", null]);
    assert.equal(await isSignedIn(browser), false);
  });

  it("C96: a sign-out that leads nowhere ends no session, and its page has status 400", async () => {
    const browser = await signedIn();
    const { location } = await logout(browser, { logout_uri: "https://evil.test" });
    const page = await browser.load(location);
    assert.equal(page.status, 400);
    assert.ok(
      page.text.includes("Required String parameter &#39;redirect_uri&#39; is not present"),
    );
    assert.equal(await isSignedIn(browser), true);
  });

  it("C94: a sign-out with redirect_uri leads through the form to that address", async () => {
    const browser = await signedIn();
    const { location } = await logout(browser, {
      redirect_uri: CALLBACK,
      response_type: "code",
      state: "after",
    });
    await browser.load(location);
    const { pathname, search } = new URL(location);
    const credentials = { username: EMAIL, password: PASSWORD };
    const signed = await browser.post(`${pathname}${search}`, credentials);
    assert.match(signed.location, /^https:\/\/app\.example\/cb\?code=[0-9a-f-]{36}&state=after$/);
  });

  it("C97: a sign-out revokes no token", async () => {
    const { access_token, refresh_token } = await tokensByBrowser(pools);
    await logout(await signedIn(), { logout_uri: BYE });
    const fields = { grant_type: "refresh_token", client_id: WEB_ID, refresh_token };
    assert.equal((await requestToken(pools, fields)).status, 200);
    const userInfo = await fetch(`${pools.origin}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    assert.equal(userInfo.status, 200);
  });

  it("C41: GlobalSignOut leaves the browser signed in", async () => {
    const browser = await signedIn();
    const signed = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, PASSWORD },
    });
    const { AccessToken } = signed.body["AuthenticationResult"];
    assert.equal((await call(pools, "GlobalSignOut", { AccessToken })).status, 200);
    assert.equal(await isSignedIn(browser), true);
  });

  it("O028: one browser's sign-out is nobody else's", async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await logout(one, { logout_uri: BYE });
    assert.deepEqual([await isSignedIn(one), await isSignedIn(other)], [false, true]);
  });
});
