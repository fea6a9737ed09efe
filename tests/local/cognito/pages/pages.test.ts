import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, type Loaded } from "../support/browser.ts";
import { client, domain, graphOf, pool, standardGraph, urn } from "../support/graph.ts";
import { createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];
const credentials = { username: EMAIL, password: PASSWORD };

describe("pages", () => {
  let pools: RunningPools;
  let browser: Browser;
  const query = flowQuery();
  const login = `/login?${query}`;
  afterEach(() => pools.close());

  async function start(poolInputs: Properties = {}, clientInputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(poolInputs), domain(), client(clientInputs)));
    browser = new Browser(pools);
  }

  it("O077, O080: send headers against frames, scripts, caches and referrers", async () => {
    await start();
    const { headers } = await browser.load(login);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' /);
    assert.match(policy, /frame-ancestors 'none'; base-uri 'none'$/);
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.match(headers.get("cache-control") ?? "", /no-store/);
    assert.equal(headers.get("access-control-allow-origin"), null);
  });

  for (const [callback, sources] of [
    ["https://app.example/cb", "https: http://localhost:* http://127.0.0.1:*"],
    ["http://localhost:3000/", "https: http://localhost:* http://127.0.0.1:*"],
    ["http://[::1]:3000/", "https: http:"],
    ["myapp://callback", "myapp:"],
  ] as const) {
    it(`C86: lets the form's answer redirect to ${callback}, and from there on`, async () => {
      await start({}, { callbackUrls: [callback] });
      const { headers } = await browser.load(`/login?${flowQuery({ redirect_uri: callback })}`);
      const [, listed] =
        /form-action ([^;]*);/.exec(headers.get("content-security-policy") ?? "") ?? [];
      assert.equal(listed, `'self' ${sources}`);
    });
  }

  it("4.7: the login form is found by names, types and autocomplete, with one h1 in main", async () => {
    await start();
    const { text } = await browser.load(login);
    assert.match(text, /<input id="username" name="username" type="email" autocomplete="username"/);
    assert.match(
      text,
      /<input id="password" name="password" type="password" autocomplete="current-password"/,
    );
    assert.equal(text.match(/<h1>/g)?.length, 1);
    assert.match(text, /<html lang="en">/);
    assert.match(text, /<main>/);
    assert.equal(text.includes("<script"), false);
    assert.equal(/(?:src|href)="https?:/.test(text), false);
  });

  it("O078: the session cookie is for the server alone, and no other site's requests carry it", async () => {
    await start();
    await createUser(pools);
    await browser.load(login);
    const { headers } = await browser.post(login, credentials);
    const [cookie] = headers.getSetCookie().filter((header) => header.startsWith("cognito="));
    assert.match(
      cookie ?? "",
      /^cognito=[\w-]{43}; Path=\/; Max-Age=3600; SameSite=Lax; HttpOnly$/,
    );
  });

  it("C91: a right password redirects with code and state", async () => {
    await start();
    await createUser(pools);
    await browser.load(login);
    const { status, location } = await browser.post(login, credentials);
    assert.equal(status, 302);
    assert.match(location, /^https:\/\/app\.example\/cb\?code=[0-9a-f-]{36}&state=some-state$/);
  });

  it("C131: a wrong one brings the form back, with the name and without the password", async () => {
    await start();
    await createUser(pools);
    await browser.load(login);
    const loaded = await browser.post(login, { ...credentials, password: "Wr0ng-one!" });
    assert.equal(alertOf(loaded), "Incorrect username or password.");
    assert.match(loaded.text, /value="alice@example\.com"/);
    assert.equal(loaded.text.includes("Wr0ng-one!"), false);
  });

  it("O075: refuses a form without the token, with another's, and from another site", async () => {
    await start();
    await createUser(pools);
    const other = new Browser(pools);
    for (const one of [browser, other]) await one.load(login);
    const foreign = other.cookies.get("XSRF-TOKEN") ?? "";
    for (const _csrf of ["", "x", foreign]) {
      assert.equal((await browser.post(login, { ...credentials, _csrf })).status, 403);
    }
    const own = browser.cookies.get("XSRF-TOKEN") ?? "";
    const body = () => new URLSearchParams({ ...credentials, _csrf: own });
    for (const headers of [
      { origin: "https://evil.test" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      assert.equal(
        (await browser.load(login, { method: "POST", body: body(), headers })).status,
        403,
      );
    }
    browser.cookies.set("XSRF-TOKEN", "tossed");
    assert.equal((await browser.post(login, credentials)).status, 403);
  });

  it("O075: a form from before the sign-in in another tab is refused, with a way on", async () => {
    await start();
    await createUser(pools);
    await browser.load(login);
    const _csrf = browser.cookies.get("XSRF-TOKEN") ?? "";
    await browser.post(login, credentials);
    const { status, text } = await browser.post(login, { ...credentials, _csrf });
    assert.equal(status, 403);
    assert.ok(text.includes(`<a href="${login.replaceAll("&", "&amp;")}">Sign in again</a>`));
    assert.match((await browser.load(login)).location, /^https:\/\/app\.example\/cb\?code=/);
  });

  it("O075: the token is bound to its browser by a cookie that no script reads", async () => {
    await start();
    await createUser(pools);
    const other = new Browser(pools);
    const { headers } = await browser.load(login);
    const [cookie = ""] = headers.getSetCookie().filter((one) => one.startsWith("csrf-state="));
    assert.match(cookie, /^csrf-state=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/);
    await other.load(login);
    // Cookie and field alike, but made for someone else's browser.
    browser.cookies.set("XSRF-TOKEN", other.cookies.get("XSRF-TOKEN") ?? "");
    assert.equal((await browser.post(login, credentials)).status, 403);
  });

  it("O075: two tabs of a browser do not disturb each other", async () => {
    await start();
    await createUser(pools);
    const { text } = await browser.load(login);
    const [, _csrf = ""] = /name="_csrf" value="([^"]+)"/.exec(text) ?? [];
    pools.clock.advance(60);
    await browser.load(`/signup?${query}`);
    assert.equal((await browser.post(login, { ...credentials, _csrf })).status, 302);
  });

  it("O075: a token does not outlive the session that it was made for", async () => {
    await start();
    await createUser(pools);
    await browser.load(login);
    await browser.post(login, credentials);
    assert.equal((await browser.post(login, credentials)).status, 403);
  });

  it("C77: a form that was open for more than five minutes does not sign in", async () => {
    await start();
    await createUser(pools);
    await browser.load(login);
    pools.clock.advance(301);
    assert.match(alertOf(await browser.post(login, credentials)) ?? "", /^Something went wrong/);
    assert.equal((await browser.post(login, credentials)).status, 302);
  });

  for (const [path, limit] of [
    ["/login", 300],
    ["/signup", 300],
    ["/forgotPassword", 300],
    ["/confirmForgotPassword", 480],
  ] as const) {
    it(`C77: ${path} is late after ${limit} s, whatever cookie is gone`, async () => {
      for (const gone of [undefined, "csrf-state", "page-data"]) {
        await start();
        await createUser(pools);
        const sent = () => pools.store.messages().length;
        if (path === "/confirmForgotPassword") {
          await browser.load(`/forgotPassword?${query}`);
          await browser.post(`/forgotPassword?${query}`, { username: EMAIL });
        }
        await browser.load(`${path}?${query}`);
        const before = sent();
        pools.clock.advance(limit + 1);
        if (gone !== undefined) browser.cookies.delete(gone);
        const loaded = await browser.post(`${path}?${query}`, {
          username: "late@example.com",
          password: PASSWORD,
          confirmPassword: PASSWORD,
        });
        assert.equal(loaded.location.startsWith("https://app.example"), false);
        assert.equal(sent(), before);
        if (gone === undefined && path !== "/confirmForgotPassword") {
          assert.match(alertOf(loaded) ?? "", /^Something went wrong/);
        }
        if (gone === "csrf-state") assert.equal(loaded.status, 403);
        await pools.close();
      }
      await start();
    });
  }

  it("C77, 4.7: a late form comes back with the name in it", async () => {
    await start();
    await browser.load(login);
    pools.clock.advance(301);
    assert.match((await browser.post(login, credentials)).text, /value="alice@example\.com"/);
  });

  const HOSTILE = `"><script>alert(1)</script>'\${7*7}{{7*7}}`;

  for (const name of ["login_hint", "state", "nonce", "ui_locales", "lang"]) {
    it(`O080: escapes ${name}`, async () => {
      await start();
      const { text } = await browser.load(`/login?${flowQuery({ [name]: HOSTILE })}`);
      assert.equal(text.includes("<script"), false);
      assert.match(text, /<html lang="en">/);
    });
  }

  it("O081: escapes what was typed, on every form", async () => {
    await start();
    for (const path of ["/login", "/signup", "/forgotPassword"]) {
      await browser.load(`${path}?${query}`);
      const loaded = await browser.post(`${path}?${query}`, {
        username: HOSTILE,
        password: HOSTILE,
      });
      assert.equal(loaded.text.includes("<script"), false, path);
    }
  });

  it("O082: refuses a form of more than 64 kB", async () => {
    await start();
    await browser.load(login);
    assert.equal((await browser.post(login, { username: "a".repeat(1024 * 1024) })).status, 413);
  });

  it("C89: a page without a valid flow is the error page", async () => {
    await start();
    for (const path of ["/login", "/signup", "/forgotPassword", "/confirmUser"]) {
      assert.equal(new URL((await browser.load(path)).location).pathname, "/error");
    }
  });

  it("C82: a client without a provider has no pages", async () => {
    await start({}, { supportedIdentityProviders: [] });
    const loaded = await browser.load(login);
    assert.equal(alertOf(loaded), "Login pages unavailable. Please contact an administrator.");
  });

  it("C3: a pool without a domain has neither pages nor oauth endpoints", async () => {
    pools = await serve(graphOf(pool(), client()));
    for (const path of [
      login,
      `/oauth2/authorize?${query}`,
      "/oauth2/userInfo",
      "/logout",
      "/error",
    ]) {
      assert.equal((await new Browser(pools).load(path)).status, 404);
    }
    assert.equal(pools.pools.describe()[0]?.domain, null);
  });

  for (const username of ["", "a".repeat(129), "a b", "a\u0000b"]) {
    it(`refuses a name that none can have: ${JSON.stringify(username.slice(0, 9))}`, async () => {
      await start({ usernameAttributes: [] });
      for (const path of ["/signup", "/forgotPassword"]) {
        await browser.load(`${path}?${query}`);
        const loaded = await browser.post(`${path}?${query}`, { username, password: PASSWORD });
        assert.equal(alertOf(loaded), "Username is not valid.", path);
      }
    });
  }

  it("4.7: several pools on one host name their cookies apart", async () => {
    const second = pool({}, "other", "us-east-1_Other1234");
    pools = await serve(standardGraph(second));
    const { headers } = await new Browser(pools).load(login);
    const names = headers.getSetCookie().map((header) => header.split("=")[0]);
    assert.deepEqual(names, ["XSRF-TOKEN-us-east-1_AbCdEf123", "csrf-state-us-east-1_AbCdEf123"]);
    assert.equal(urn("aws:cognito/userPool:UserPool", "other"), second.urn);
  });
});
