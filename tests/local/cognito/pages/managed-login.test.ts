import assert from "node:assert/strict";
import { LIGHT } from "../../../../local/cognito/pages/style.ts";
import { Browser, flowQuery, type Loaded } from "../support/browser.ts";
import { branding, CALLBACK, client, domain, graphOf, pool } from "../support/graph.ts";
import { createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];
const credentials = { username: EMAIL, password: PASSWORD };

describe("managed login", () => {
  let pools: RunningPools;
  const query = flowQuery();
  const login = `/login?${query}`;
  afterEach(() => pools.close());

  it("C121: managed login needs a branding style for the client", async () => {
    const managed = domain({ managedLoginVersion: 2 });
    pools = await serve(graphOf(pool(), managed, client()));
    const without = await new Browser(pools).load(login);
    assert.equal(alertOf(without), "Login pages unavailable. Please contact an administrator.");
    await pools.close();
    pools = await serve(graphOf(pool(), managed, client(), branding()));
    assert.equal((await new Browser(pools).load(login)).status, 200);
  });

  it("C92: cookies have Cognito's names, and only the form's token is for scripts", async () => {
    pools = await serve(graphOf(pool(), domain({ managedLoginVersion: 2 }), client(), branding()));
    const browser = new Browser(pools);
    await createUser(pools);
    const first = await browser.load(`/login?${flowQuery({ lang: "de" })}`);
    const second = await browser.post(login, credentials);
    const cookies = [first, second].flatMap(({ headers }) => headers.getSetCookie());
    const open = cookies.filter((cookie) => !cookie.includes("HttpOnly"));
    const names = (list: readonly string[]) => list.map((cookie) => cookie.split("=")[0]);
    assert.deepEqual([...new Set(names(cookies))].sort(), [
      "XSRF-TOKEN",
      "cognito",
      "csrf-state",
      "lang",
      "page-data",
    ]);
    assert.deepEqual([...new Set(names(open))], ["XSRF-TOKEN"]);
  });

  it("C136: sign-up asks for a password where users may sign in without one", async () => {
    const signInPolicy = { allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] };
    const chooses = client({ explicitAuthFlows: ["ALLOW_USER_AUTH"] });
    const managed = domain({ managedLoginVersion: 2 });
    pools = await serve(graphOf(pool({ signInPolicy }), managed, chooses, branding()));
    const { text } = await new Browser(pools).load(`/signup?${query}`);
    assert.match(text, /<input id="password" name="password" type="password"[^>]* required/);
  });

  it("C71, C73: managed login keeps the language and shows the form on prompt=login", async () => {
    pools = await serve(graphOf(pool(), domain({ managedLoginVersion: 2 }), client(), branding()));
    const browser = new Browser(pools);
    await createUser(pools);
    const { text } = await browser.load(`/login?${flowQuery({ lang: "de" })}`);
    assert.match(text, /<html lang="de">/);
    assert.ok(text.includes('<title lang="en">Sign in</title>'));
    assert.ok(text.includes('<main lang="en"'));
    await browser.post(login, credentials);
    const none = await browser.load(`/oauth2/authorize?${flowQuery({ prompt: "none" })}`);
    assert.equal(none.location.startsWith(`${CALLBACK}?code=`), true);
    const again = await browser.open(`/oauth2/authorize?${flowQuery({ prompt: "login" })}`);
    assert.match(again.text, /<html lang="de">/);
  });

  it("C73, C89: prompt=none on /login is answered as on authorize, without a page", async () => {
    pools = await serve(graphOf(pool(), domain({ managedLoginVersion: 2 }), client(), branding()));
    const browser = new Browser(pools);
    await createUser(pools);
    const silent = `/login?${flowQuery({ prompt: "none" })}`;
    const { location } = await browser.load(silent);
    assert.equal(location, `${CALLBACK}?error=login_required&state=some-state`);
    await browser.load(login);
    await browser.post(login, credentials);
    assert.equal((await browser.load(silent)).location.startsWith(`${CALLBACK}?code=`), true);
  });

  it("C298: sessions of the classic pages are not managed login's, also after a restart", async () => {
    const graph = (managedLoginVersion: number) =>
      graphOf(pool(), domain({ managedLoginVersion }), client(), branding());
    pools = await serve(graph(1));
    const browser = new Browser(pools);
    await createUser(pools);
    await browser.load(login);
    await browser.post(login, credentials);
    const silently = async (at: Browser) => {
      const { location } = await at.load(`/oauth2/authorize?${flowQuery({ prompt: "none" })}`);
      return new URL(location).searchParams.get("error");
    };
    assert.equal(await silently(browser), null);
    const { store } = pools;
    await pools.close();
    pools = await serve(graph(2), { store });
    const later = new Browser(pools);
    for (const [name, value] of browser.cookies) later.cookies.set(name, value);
    assert.equal(await silently(later), "login_required");
    await later.load(login);
    await later.post(login, credentials);
    assert.equal(await silently(later), null);
  });

  it("F53: managed login wears the client's style: colours, logo, favicon and background", async () => {
    const bytes = Buffer.from("<svg/>").toString("base64");
    const asset = (category: string) => ({ category, colorMode: "LIGHT", extension: "SVG", bytes });
    const lightMode = { defaults: { backgroundColor: "0b5cadff", textColor: "ffffffff" } };
    const style = {
      settings: JSON.stringify({
        components: {
          primaryButton: { lightMode },
          pageBackground: { lightMode: { color: "eef2f6ff" } },
          form: { lightMode: { backgroundColor: "}html{display:none" } },
        },
      }),
      assets: ["FORM_LOGO", "FAVICON_SVG", "PAGE_BACKGROUND"].map(asset),
    };
    const managed = domain({ managedLoginVersion: 2 });
    pools = await serve(graphOf(pool(), managed, client(), branding(undefined, style)));
    const { text, headers } = await new Browser(pools).load(login);
    const image = `data:image/svg+xml;base64,${bytes}`;
    const palette = /html:root \{ ([^}]*) \}/.exec(text)?.[1];
    assert.equal(
      palette,
      `color-scheme: light; ${LIGHT} --page: #eef2f6ff; --accent: #0b5cadff; --on-accent: #ffffffff;`,
    );
    assert.ok(text.includes(`<img class="logo" src="${image}" alt="" />`));
    assert.ok(text.includes(`<link rel="icon" href="${image}" />`));
    assert.ok(text.includes(`html { background: var(--page) url("${image}") center / cover; }`));
    assert.match(String(headers.get("content-security-policy")), /; img-src data:; /);
  });

  it("F53: pages without a style load no image", async () => {
    pools = await serve(graphOf(pool(), domain({ managedLoginVersion: 2 }), client(), branding()));
    const { text, headers } = await new Browser(pools).load(login);
    assert.doesNotMatch(text, /html:root|<img|rel="icon"/);
    assert.doesNotMatch(String(headers.get("content-security-policy")), /img-src/);
  });
});
