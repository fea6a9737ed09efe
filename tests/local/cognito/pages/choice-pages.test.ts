import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Authenticator } from "../support/authenticator.ts";
import { Browser, flowQuery, type Loaded } from "../support/browser.ts";
import { branding, CALLBACK, client, domain, graphOf, pool } from "../support/graph.ts";
import { createUser, EMAIL, lastCode, type Loose, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const FACTORS = ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"];
const credentials = { username: EMAIL, password: PASSWORD };
const query = flowQuery();
const login = `/login?${query}`;
const addPasskey = `/passkeys/add?${query}`;
const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];
const hasCode = ({ location }: Loaded) => location.startsWith(`${CALLBACK}?code=`);

describe("choices on the pages", () => {
  let pools: RunningPools;
  let browser: Browser;
  afterEach(() => pools.close());

  async function start(
    args: { factors?: readonly string[]; version?: number; flows?: readonly string[] } = {},
  ): Promise<void> {
    const { factors = FACTORS, version = 2, flows = ["ALLOW_USER_AUTH"] } = args;
    pools = await serve(
      graphOf(
        pool({ signInPolicy: { allowedFirstAuthFactors: [...factors] } }),
        domain({ managedLoginVersion: version }),
        client({ explicitAuthFlows: [...flows] }),
        branding(),
      ),
    );
    await createUser(pools);
    browser = new Browser(pools);
  }

  /** What the page hands to its script. */
  function optionsOf({ text }: Loaded): Loose {
    const [, json = ""] = /data-options="([^"]*)"/.exec(text) ?? [];
    return JSON.parse(json.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }

  const offers = ({ text }: Loaded) => ({
    password: text.includes('name="password"'),
    email: text.includes('value="EMAIL_OTP"'),
    sms: text.includes('value="SMS_OTP"'),
    passkey: text.includes('id="passkey"'),
  });

  async function register(authenticator: Authenticator): Promise<Loaded> {
    await browser.load(login);
    await browser.post(login, credentials);
    const page = await browser.load(addPasskey);
    const credential = JSON.stringify(authenticator.register(optionsOf(page)));
    return browser.post(addPasskey, { credential });
  }

  it("C120, C123, C265: the sign-in page offers what the pool's policy allows", async () => {
    await start();
    const all = { password: true, email: true, sms: false, passkey: true };
    assert.deepEqual(offers(await browser.load(login)), all);
  });

  for (const [where, args] of [
    ["a pool without other factors", { factors: ["PASSWORD"] }],
    ["the classic pages", { version: 1 }],
    ["a client that may not choose", { flows: ["ALLOW_USER_SRP_AUTH"] }],
  ] as const) {
    it(`C120, C265: ${where}: the password alone, and no script`, async () => {
      await start(args);
      const page = await browser.load(login);
      const none = { password: true, email: false, sms: false, passkey: false };
      assert.deepEqual(offers(page), none);
      assert.equal(page.text.includes("<script"), false);
      assert.doesNotMatch(page.headers.get("content-security-policy") ?? "", /script-src/);
      const forced = await browser.post(login, { username: EMAIL, factor: "EMAIL_OTP" });
      assert.equal(alertOf(forced), "Incorrect username or password.");
    });
  }

  it("O080: the page's one script is the one that its policy allows, and its form is hidden without", async () => {
    await start();
    const page = await browser.load(login);
    const [, script = ""] = /<script>([^]*)<\/script>/.exec(page.text) ?? [];
    const hash = createHash("sha256").update(script).digest("base64");
    const policy = page.headers.get("content-security-policy") ?? "";
    assert.ok(policy.includes(`script-src 'sha256-${hash}'`));
    assert.match(page.text, /<form id="passkey"[^>]* hidden/);
  });

  it("C138, C201: signs in by a code from the inbox", async () => {
    await start();
    await browser.load(login);
    await browser.open(
      (await browser.post(login, { username: EMAIL, factor: "EMAIL_OTP" })).location,
    );
    const page = await browser.load(`/signInCode?${query}`);
    assert.match(page.text, /a\*\*\*@e\*\*\*/);
    const code = lastCode(pools, EMAIL);
    assert.match(code, /^\d{8}$/);
    assert.ok(hasCode(await browser.post(`/signInCode?${query}`, { code })));
  });

  it("C145: a wrong code is used up, and a new one is sent on request", async () => {
    await start();
    await browser.load(login);
    await browser.post(login, { username: EMAIL, factor: "EMAIL_OTP" });
    const step = `/signInCode?${query}`;
    const refused = await browser.post(step, { code: "wrong" });
    assert.equal(alertOf(refused), "Invalid code or auth state for the user.");
    assert.equal(refused.text.includes('name="code"'), false);
    const first = lastCode(pools, EMAIL);
    assert.equal((await browser.post(step, { code: first })).status, 200);
    await browser.post(step, { resend: "1" });
    assert.ok(hasCode(await browser.post(step, { code: lastCode(pools, EMAIL) })));
  });

  it("C151: asks for a code of somebody unknown alike, and sends none", async () => {
    await start();
    await browser.load(login);
    const { location } = await browser.post(login, {
      username: "nobody@example.com",
      factor: "EMAIL_OTP",
    });
    const page = await browser.load(location);
    assert.match(page.text, /n\*\*\*@e\*\*\*/);
    assert.deepEqual(pools.store.messages("nobody@example.com"), []);
  });

  it("O080: refuses a user name that is none in an alert", async () => {
    await start();
    await browser.load(login);
    for (const username of ["", "<img onerror=x> y"]) {
      const page = await browser.post(login, { username, factor: "EMAIL_OTP" });
      assert.equal(alertOf(page), "Username is not valid.");
      assert.equal(page.text.includes("<img"), false);
    }
  });

  it("C89, C124: adds a passkey for who is signed in, and goes on to the application", async () => {
    await start();
    assert.ok(hasCode(await register(new Authenticator(pools.origin))));
  });

  it("C89: who comes for a passkey signs in first, and comes back", async () => {
    await start();
    await browser.load(login);
    const { location } = await browser.load(addPasskey);
    assert.equal(new URL(location).pathname, "/login");
    const next = await browser.post(login, credentials);
    assert.equal(new URL(next.location).pathname, "/passkeys/add");
    const { text } = await browser.load(next.location);
    assert.match(text, /Create a passkey/);
  });

  it("C124: shows what is wrong with a passkey, and asks again", async () => {
    await start();
    const elsewhere = await register(new Authenticator("https://evil.example"));
    assert.equal(alertOf(elsewhere), "The passkey was used on an origin that is not allowed.");
    const credential = "no json";
    const garbage = await browser.post(addPasskey, { credential });
    assert.equal(alertOf(garbage), "The passkey could not be verified.");
  });

  it("C89: has no page for passkeys where the pool has none", async () => {
    await start({ factors: ["PASSWORD"] });
    assert.equal((await browser.load(addPasskey)).status, 400);
  });

  it("C201: signs in by a passkey, which tells who it is, once per form", async () => {
    await start();
    const authenticator = new Authenticator(pools.origin);
    await register(authenticator);
    browser = new Browser(pools);
    const options = optionsOf(await browser.load(login));
    assert.deepEqual(options["allowCredentials"], []);
    const credential = authenticator.sign(options);
    assert.ok(hasCode(await browser.post(login, { credential })));
    const other = new Browser(pools);
    await other.load(login);
    const replayed = await other.post(login, { credential });
    assert.equal(alertOf(replayed), "Invalid session for the user, session can only be used once.");
  });

  for (const [flaw, changes] of [
    ["without its user's handle", { userHandle: null }],
    ["with another user's handle", { userHandle: "AAAA" }],
    ["made elsewhere", { origin: "https://evil.example" }],
  ] as const) {
    it(`C201: refuses a passkey ${flaw}`, async () => {
      await start();
      const authenticator = new Authenticator(pools.origin);
      await register(authenticator);
      browser = new Browser(pools);
      const options = optionsOf(await browser.load(login));
      const credential = authenticator.sign(options, changes);
      const page = await browser.post(login, { credential });
      assert.equal(alertOf(page), "The passkey could not be verified.");
    });
  }
});
