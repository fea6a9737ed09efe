import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, type Loaded } from "../support/browser.ts";
import {
  client,
  domain,
  graphOf,
  pool,
  resource,
  standardGraph,
  WEB_ID,
} from "../support/graph.ts";
import { call, createUser, EMAIL, lastCode, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];
const credentials = { username: EMAIL, password: PASSWORD };

describe("pages, step by step", () => {
  let pools: RunningPools;
  let browser: Browser;
  const query = flowQuery();
  const login = `/login?${query}`;
  afterEach(() => pools.close());

  async function start(poolInputs: Properties = {}, clientInputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(poolInputs), domain(), client(clientInputs)));
    browser = new Browser(pools);
  }

  it("C128: signing in unconfirmed leads to the confirm page, and the code signs in", async () => {
    await start();
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    await browser.load(login);
    const { location } = await browser.post(login, credentials);
    assert.equal(location, `${pools.origin}/confirmUser?${query}`);
    const { text } = await browser.load(location);
    assert.match(text, /We have sent a code by email to a\*\*\*@e\*\*\*\. Enter it below/);
    assert.match(text, /name="code" type="text" autocomplete="one-time-code"/);
    const code = lastCode(pools, EMAIL);
    assert.match(
      (await browser.post(location, { code })).location,
      /^https:\/\/app\.example\/cb\?code=/,
    );
  });

  it("C129: a wrong code says so above the form; a resend makes a new one", async () => {
    await start();
    await browser.load(`/signup?${query}`);
    await browser.post(`/signup?${query}`, credentials);
    const wrong = await browser.post(`/confirmUser?${query}`, { code: "x" });
    assert.equal(alertOf(wrong), "Invalid verification code provided, please try again.");
    await browser.post(`/resendcode?${query}`, {});
    assert.equal(pools.store.messages(EMAIL).length, 2);
    const code = lastCode(pools, EMAIL);
    const { location } = await browser.post(`/confirmUser?${query}`, { code });
    assert.match(location, /^https:\/\/app\.example\/cb\?code=/);
  });

  it("C126: a browser that gave no password cannot confirm its way in", async () => {
    await start();
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    await browser.load(login);
    const code = lastCode(pools, EMAIL);
    const { location } = await browser.post(`/confirmUser?${query}`, { code, username: EMAIL });
    assert.equal(location, `${pools.origin}/login?${query}`);
  });

  it("C130: says that the e-mail address is taken", async () => {
    await start();
    await createUser(pools);
    await browser.load(`/signup?${query}`);
    const loaded = await browser.post(`/signup?${query}`, credentials);
    assert.equal(alertOf(loaded), "An account with the given email already exists.");
  });

  it("C132: lists the pool's password policy", async () => {
    await start({ passwordPolicy: { minimumLength: 12, requireNumbers: true } });
    const { text } = await browser.load(`/signup?${query}`);
    const hints = [...text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, hint]) => hint);
    assert.deepEqual(hints, [
      "Password must be at least 12 characters",
      "Password must contain a number",
      "Password must not contain a leading or trailing space",
    ]);
  });

  it("C127, C271: an administrator's pool has no way to sign up", async () => {
    await start({ adminCreateUserConfig: { allowAdminCreateUserOnly: true } });
    assert.equal((await browser.load(login)).text.includes("/signup"), false);
    const loaded = await browser.load(`/signup?${query}`);
    assert.equal(alertOf(loaded), "SignUp is not permitted for this user pool");
  });

  it("C127: without verification sign-up ends in an error", async () => {
    await start({ autoVerifiedAttributes: [] });
    await browser.load(`/signup?${query}`);
    assert.equal(
      alertOf(await browser.post(`/signup?${query}`, credentials)),
      "User is not confirmed.",
    );
  });

  it("C133: a forgotten password is replaced by code, then one signs in with the new one", async () => {
    await start();
    await createUser(pools);
    await browser.load(`/forgotPassword?${query}`);
    const { location } = await browser.post(`/forgotPassword?${query}`, { username: EMAIL });
    const { text } = await browser.load(location);
    assert.match(text, /We have sent a password reset code by email to a\*\*\*@e\*\*\*\./);
    const code = lastCode(pools, EMAIL);
    const differing = { code, password: "N3w-password", confirmPassword: "other" };
    assert.equal(alertOf(await browser.post(location, differing)), "Passwords do not match.");
    const done = await browser.post(location, { ...differing, confirmPassword: "N3w-password" });
    assert.equal(done.location, `${pools.origin}${login}`);
    const next = await browser.load(login);
    assert.match(next.text, /role="status">Your password has been changed\. Sign in with the new/);
    assert.ok(next.text.includes(`value="${EMAIL}"`));
    const signedIn = await browser.post(login, { ...credentials, password: "N3w-password" });
    assert.match(signedIn.location, /^https:\/\/app\.example\/cb\?code=/);
  });

  it("C133: forgetting looks the same for a name that nobody has", async () => {
    await start();
    await browser.load(`/forgotPassword?${query}`);
    const { location } = await browser.post(`/forgotPassword?${query}`, {
      username: "no@example.com",
    });
    assert.match((await browser.load(location)).text, /by email to n\*\*\*@e\*\*\*\./);
  });

  it("C134: a temporary password is replaced before anything else", async () => {
    const invited = {
      userPoolId: "us-east-1_AbCdEf123",
      username: EMAIL,
      temporaryPassword: PASSWORD,
    };
    const user = resource("aws:cognito/user:User", "alice", { inputs: invited });
    pools = await serve(standardGraph(user));
    browser = new Browser(pools);
    await browser.load(login);
    const { location } = await browser.post(login, credentials);
    assert.equal(location, `${pools.origin}/changePassword?${query}`);
    await browser.load(location);
    const chosen = { password: "N3w-password", confirmPassword: "N3w-password" };
    const { location: callback } = await browser.post(location, chosen);
    assert.match(callback, /^https:\/\/app\.example\/cb\?code=/);
  });

  for (const seconds of [299, 300]) {
    it(`C77: who waits ${seconds} s at the confirm page ${seconds < 300 ? "stays" : "signs in again"}`, async () => {
      await start();
      await browser.load(`/signup?${query}`);
      const { location } = await browser.post(`/signup?${query}`, credentials);
      pools.clock.advance(seconds);
      const { location: next } = await browser.load(location);
      assert.equal(next, seconds < 300 ? "" : `${pools.origin}${login}`);
    });
  }

  it("C77: a new code gives the confirm page time again", async () => {
    await start();
    await browser.load(`/signup?${query}`);
    const { location } = await browser.post(`/signup?${query}`, credentials);
    await browser.load(location);
    pools.clock.advance(200);
    await browser.post(`/resendcode?${query}`, {});
    pools.clock.advance(200);
    const { location: callback } = await browser.post(location, { code: lastCode(pools, EMAIL) });
    assert.match(callback, /^https:\/\/app\.example\/cb\?code=/);
  });

  for (const [seconds, status] of [
    [479, 200],
    [480, 302],
  ] as const) {
    it(`C77: a reset waits eight minutes: ${seconds} s`, async () => {
      await start();
      await createUser(pools);
      await browser.load(`/forgotPassword?${query}`);
      const { location } = await browser.post(`/forgotPassword?${query}`, { username: EMAIL });
      pools.clock.advance(seconds);
      assert.equal((await browser.load(location)).status, status);
    });
  }

  it("C90: a link with a name that none can have is refused, and leaves nothing", async () => {
    await start();
    const parameters = { client_id: WEB_ID, confirmation_code: "1", user_name: "a".repeat(5_000) };
    const loaded = await browser.load(`/confirmUser?${new URLSearchParams(parameters)}`);
    assert.equal(loaded.status, 400);
    assert.equal(alertOf(loaded), "Username is not valid.");
  });

  it("C90: who has to follow a link is not asked for a code", async () => {
    await start({ verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" } });
    await browser.load(`/signup?${query}`);
    const { location } = await browser.post(`/signup?${query}`, credentials);
    const { text } = await browser.load(location);
    assert.match(text, /We have sent a link by email to a\*\*\*@e\*\*\*\. Open it to confirm/);
    assert.equal(text.includes('name="code"'), false);
    const again = await browser.post(`/resendcode?${query}`, {});
    assert.match(again.text, /role="status">We have sent a new link\.</);
    await browser.load(pools.store.messages(EMAIL)[1]?.link ?? "");
    await browser.load(login);
    assert.match(
      (await browser.post(login, credentials)).location,
      /^https:\/\/app\.example\/cb\?code=/,
    );
  });

  it("C90: only a GET follows the link of a confirmation mail", async () => {
    await start({ verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" } });
    await call(pools, "SignUp", { ClientId: WEB_ID, Username: EMAIL, Password: PASSWORD });
    const link = pools.store.messages(EMAIL)[0]?.link ?? "";
    await browser.load(link, { method: "HEAD" });
    assert.equal((await browser.load(link)).status, 200);
    assert.equal(
      alertOf(await browser.load(link)),
      "User cannot be confirmed. Current status is CONFIRMED",
    );
  });
});
