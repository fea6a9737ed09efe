import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, type Loaded, requestToken, VERIFIER } from "../support/browser.ts";
import {
  CALLBACK,
  POOL_ID,
  resource,
  WEB_ID,
  domain,
  graphOf,
  pool,
  client,
} from "../support/graph.ts";
import { call, createUser, EMAIL, lastCode, PASSWORD, signIn } from "../support/json-api.ts";
import {
  adminPrefer,
  BY_EMAIL,
  codeAt,
  enrolApp,
  MFA_CLIENT,
  respond,
  serveMfa,
  SMS,
  TOTP,
  wrongCode,
} from "../support/mfa.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];
const credentials = { username: EMAIL, password: PASSWORD };
const query = flowQuery();
const at = (path: string) => `${path}?${query}`;
const DONE = /^https:\/\/app\.example\/cb\?code=[0-9a-f-]{36}&state=some-state$/;

describe("pages for second factors", () => {
  let pools: RunningPools;
  let browser: Browser;
  afterEach(() => pools.close());

  async function start(inputs: Properties): Promise<void> {
    pools = await serveMfa({ mfaConfiguration: "OPTIONAL", ...inputs });
    browser = new Browser(pools);
    await createUser(pools);
  }
  async function logIn(): Promise<Loaded> {
    await browser.load(at("/login"));
    return browser.post(at("/login"), credentials);
  }
  /** The path that a redirect leads to, without the flow's query, which it keeps (C89). */
  function pathOf({ location }: Loaded): string {
    assert.ok(location.endsWith(`?${query}`), location);
    return new URL(location).pathname;
  }
  const secretOf = ({ text }: Loaded) => /<code>([A-Z2-7]+)<\/code>/.exec(text)?.[1] ?? "";

  it("C196: asks for the app's code, and goes on to the callback", async () => {
    await start(TOTP);
    const { secret } = await enrolApp(pools);
    const asked = await logIn();
    assert.equal(pathOf(asked), "/mfa");
    const { text } = await browser.load(asked.location);
    assert.match(text, /<p>Enter the code that your authenticator app shows\.<\/p>/);
    assert.match(text, /name="code" type="text" autocomplete="one-time-code"/);
    assert.equal(text.match(/<h1>/g)?.length, 1);
    const done = await browser.post(at("/mfa"), { code: codeAt(pools, secret) });
    assert.match(done.location, DONE);
    const { body } = await requestToken(pools, {
      grant_type: "authorization_code",
      client_id: WEB_ID,
      redirect_uri: CALLBACK,
      code: new URL(done.location).searchParams.get("code") ?? "",
      code_verifier: VERIFIER,
    });
    assert.equal(body["token_type"], "Bearer");
  });

  it("takes a code with spaces, as apps show it", async () => {
    await start(TOTP);
    const { secret } = await enrolApp(pools);
    await logIn();
    const code = codeAt(pools, secret).replace(/^.../, "$& ");
    assert.match((await browser.post(at("/mfa"), { code: ` ${code} ` })).location, DONE);
  });

  it("C145, C197: a wrong code says so; after three one signs in again", async () => {
    await start(TOTP);
    const { secret } = await enrolApp(pools);
    await logIn();
    const code = wrongCode(pools, secret);
    for (const _ of [1, 2]) {
      const again = await browser.post(at("/mfa"), { code });
      assert.equal(alertOf(again), "Invalid code received for user");
      assert.match(again.text, /name="code"/);
    }
    const last = await browser.post(at("/mfa"), { code });
    assert.equal(alertOf(last), "Invalid code received for user");
    assert.equal(last.text.includes('name="code"'), false);
    const late = await browser.post(at("/mfa"), { code: codeAt(pools, secret) });
    assert.equal(pathOf(late), "/login");
  });

  it("C76: a password alone makes no session of the browser", async () => {
    await start(TOTP);
    await enrolApp(pools);
    await logIn();
    assert.equal(browser.cookies.has("cognito"), false);
    const { location } = await browser.load(at("/oauth2/authorize"));
    assert.equal(new URL(location).pathname, "/login");
  });

  it("C76: a browser that proved both is not asked again", async () => {
    await start(TOTP);
    const { secret } = await enrolApp(pools);
    await logIn();
    await browser.post(at("/mfa"), { code: codeAt(pools, secret) });
    assert.match((await browser.load(at("/oauth2/authorize"))).location, DONE);
  });

  for (const path of ["/mfa", "/mfa/select", "/mfa/setup"]) {
    it(`C89: ${path} leads a browser that gave no password to the sign-in page`, async () => {
      await start({ ...TOTP, mfaConfiguration: "ON" });
      assert.equal(pathOf(await browser.load(at(path))), "/login");
      await browser.load(at("/login"));
      const posted = await browser.post(at(path), { code: "123456", factor: "SOFTWARE_TOKEN_MFA" });
      assert.equal(pathOf(posted), "/login");
    });
    it(`O075: ${path} refuses a form that is not its own`, async () => {
      await start(TOTP);
      const { status } = await browser.post(at(path), { _csrf: "x", code: "123456" });
      assert.equal(status, 403);
    });
  }

  it("C77: a step lasts three minutes", async () => {
    await start(TOTP);
    const { secret } = await enrolApp(pools);
    await logIn();
    pools.clock.advance(180);
    const late = await browser.post(at("/mfa"), { code: codeAt(pools, secret) });
    assert.equal(pathOf(late), "/login");
  });

  it("a step of the pages is none of the JSON API, nor the other way round", async () => {
    await start(TOTP);
    const { secret } = await enrolApp(pools);
    await logIn();
    const handle = browser.cookies.get("page-data");
    const answer = { SOFTWARE_TOKEN_MFA_CODE: codeAt(pools, secret) };
    const refused = await respond(pools, "SOFTWARE_TOKEN_MFA", handle, answer);
    assert.equal(refused.body["message"], "Invalid session for the user.");
    browser.cookies.set("page-data", (await signIn(pools)).body["Session"]);
    const posted = await browser.post(at("/mfa"), { code: codeAt(pools, secret) });
    assert.equal(pathOf(posted), "/login");
  });

  it("C135: sets an app up where MFA is required, by QR code and secret", async () => {
    await start({ mfaConfiguration: "ON", ...TOTP });
    const asked = await logIn();
    assert.equal(pathOf(asked), "/mfa/setup");
    const page = await browser.load(asked.location);
    assert.match(page.text, /<div class="qr" role="img" aria-label="[^"]+"><svg [^>]*viewBox=/);
    assert.equal(/ style=|<script|<img/.test(page.text), false);
    const secret = secretOf(page);
    assert.match(secret, /^[A-Z2-7]{52}$/);
    const address = `otpauth://totp/auth:alice%40example.com?secret=${secret}&amp;issuer=auth`;
    assert.equal(/href="(otpauth:[^"]*)"/.exec(page.text)?.[1], address);
    assert.equal(secretOf(await browser.load(asked.location)), secret);
    const wrong = await browser.post(at("/mfa/setup"), { code: wrongCode(pools, secret) });
    assert.equal(alertOf(wrong), "Code mismatch and fail enable Software Token MFA");
    const done = await browser.post(at("/mfa/setup"), { code: codeAt(pools, secret) });
    assert.match(done.location, DONE);
    assert.equal((await signIn(pools)).body["ChallengeName"], "SOFTWARE_TOKEN_MFA");
  });

  it("C126: signing up goes on to it where MFA is required", async () => {
    await start({ mfaConfiguration: "ON", ...TOTP });
    await browser.load(at("/signup"));
    const bob = { username: "bob@example.com", password: PASSWORD };
    await browser.post(at("/signup"), bob);
    const code = lastCode(pools, "bob@example.com");
    const confirmed = await browser.post(at("/confirmUser"), { code });
    assert.equal(pathOf(confirmed), "/mfa/setup");
    const secret = secretOf(await browser.load(confirmed.location));
    const done = await browser.post(at("/mfa/setup"), { code: codeAt(pools, secret) });
    assert.match(done.location, DONE);
  });

  it("C134: a temporary password is replaced first, then the factor is set up", async () => {
    const carol = resource("aws:cognito/user:User", "carol", {
      inputs: { userPoolId: POOL_ID, username: EMAIL, temporaryPassword: PASSWORD },
    });
    const inputs = { mfaConfiguration: "ON", ...TOTP };
    pools = await serve(graphOf(pool(inputs), domain(), client(MFA_CLIENT), carol));
    browser = new Browser(pools);
    assert.equal(pathOf(await logIn()), "/changePassword");
    const password = "An0ther-one!";
    const chosen = { password, confirmPassword: password };
    const changed = await browser.post(at("/changePassword"), chosen);
    assert.equal(pathOf(changed), "/mfa/setup");
    assert.equal(browser.cookies.has("cognito"), false);
  });

  it("C135, C199: sets codes by text message up, with a new number", async () => {
    await start({ mfaConfiguration: "ON", ...TOTP, ...SMS });
    const page = await browser.load((await logIn()).location);
    assert.match(
      page.text,
      /name="requiredAttributes\[phone_number\]" type="tel" autocomplete="tel"/,
    );
    const number = { "requiredAttributes[phone_number]": "+4915112345678", factor: "SMS_MFA" };
    const bad = await browser.post(at("/mfa/setup"), {
      ...number,
      "requiredAttributes[phone_number]": "1",
    });
    assert.equal(alertOf(bad), "Invalid phone number format.");
    const asked = await browser.post(at("/mfa/setup"), number);
    assert.equal(pathOf(asked), "/mfa");
    const { text } = await browser.load(asked.location);
    assert.match(text, /We have sent a code by text message to \+\*+5678\. Enter it below\./);
    const code = lastCode(pools, "+4915112345678");
    assert.match((await browser.post(at("/mfa"), { code })).location, DONE);
    assert.equal((await signIn(pools)).body["ChallengeName"], "SMS_MFA");
  });

  it("C198, C269: lets one choose among several factors", async () => {
    await start({ ...TOTP, ...BY_EMAIL });
    const { secret } = await enrolApp(pools);
    await adminPrefer(pools, {
      EmailMfaSettings: { Enabled: true },
      SoftwareTokenMfaSettings: { Enabled: true },
    });
    const asked = await logIn();
    assert.equal(pathOf(asked), "/mfa/select");
    const { text } = await browser.load(asked.location);
    const buttons = [...text.matchAll(/<button[^>]*>([^<]*)</g)].map(([, label]) => label);
    assert.deepEqual(buttons, ["Use an authenticator app", "Get a code by email to a***@e***"]);
    const byMail = await browser.post(at("/mfa/select"), { factor: "EMAIL_OTP" });
    assert.equal(pathOf(byMail), "/mfa");
    const wrong = await browser.post(at("/mfa"), { code: codeAt(pools, secret) });
    assert.equal(alertOf(wrong), "Invalid code or auth state for the user.");
    const done = await browser.post(at("/mfa"), { code: lastCode(pools, EMAIL) });
    assert.match(done.location, DONE);
    const other = new Browser(pools);
    await other.load(at("/login"));
    await other.post(at("/login"), credentials);
    const none = await other.post(at("/mfa/select"), { factor: "SMS_MFA" });
    assert.equal(alertOf(none), "Invalid ANSWER for the challenge.");
  });

  it("C133: a password that was reset does not replace the factor", async () => {
    await start(TOTP);
    await enrolApp(pools);
    await call(pools, "ForgotPassword", { ClientId: WEB_ID, Username: EMAIL });
    await browser.load(at("/forgotPassword"));
    await browser.post(at("/forgotPassword"), { username: EMAIL });
    const password = "An0ther-one!";
    const chosen = { code: lastCode(pools, EMAIL), password, confirmPassword: password };
    await browser.post(at("/confirmForgotPassword"), chosen);
    const asked = await browser.post(at("/login"), { username: EMAIL, password });
    assert.equal(pathOf(asked), "/mfa");
  });
});
