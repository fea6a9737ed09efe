import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { BrowserContext, Page } from "playwright-core";
import { accessibilityFaults, chromiumPath, openBrowser } from "./support/browser.ts";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { codeFor, PASSWORD } from "./support/sign-in.ts";

const NARROW = { width: 360, height: 740 };

/** Fills and sends the one form of a hosted page. */
async function submit(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields))
    await page.locator(`input[name="${name}"]`).fill(value);
  await page.locator('main form[method="post"] button[type="submit"]').first().click();
}

/** One heading, no accessibility faults, nothing wider than the window. */
async function assertWellMade(page: Page): Promise<void> {
  assert.equal(await page.locator("h1").count(), 1);
  assert.deepEqual(await accessibilityFaults(page), []);
  const width = await page.evaluate("document.documentElement.scrollWidth");
  assert.ok(
    Number(width) <= (page.viewportSize()?.width ?? 0),
    `the page is ${String(width)} px wide`,
  );
}

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;
if (chromiumPath === undefined) {
  console.error(
    "No Chromium on this machine, so no browser tests: apt-get install chromium, or set CHROMIUM.",
  );
}

describeInBrowser("the story in a browser", () => {
  let runtime: ServedProgram;
  let browser: BrowserContext;
  let page: Page;
  let api: string;
  const faults: string[] = [];

  before(async () => {
    runtime = await serveProgram(["--state", "memory"]);
    api = runtime.ready.apis[0]?.url ?? "";
    browser = await openBrowser({ viewport: NARROW });
    page = browser.pages()[0] ?? (await browser.newPage());
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(String(error)));
  });
  after(async () => {
    await browser.close();
    await runtime.stop();
  });

  it("starts at the landing page, which the API answers to everybody", async () => {
    await page.goto(api);
    await assertWellMade(page);
    await page.getByRole("button", { name: "Call GET /hello" }).click();
    await page.locator("#answer", { hasText: "401" }).waitFor();
  });

  it("signs up on the hosted page with e-mail and password", async () => {
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/^http:\/\/localhost:\d+\/login\?/);
    await assertWellMade(page);
    await page.getByRole("link", { name: /sign up|create/i }).click();
    await page.waitForURL(/\/signup\?/);
    await assertWellMade(page);
    await submit(page, { username: "alice@example.com", password: PASSWORD });
    await page.waitForURL(/\/confirmUser\?/);
    await assertWellMade(page);
    assert.ok((await page.locator("main").innerText()).includes("a***@e***"), "C141");
  });

  it("C129: refuses a wrong code in an alert and keeps the form", async () => {
    await submit(page, { code: "000000" });
    const alert = page.getByRole("alert");
    assert.equal(
      (await alert.innerText()).trim(),
      "Invalid verification code provided, please try again.",
    );
    await assertWellMade(page);
  });

  it("finds the code in the inbox", async () => {
    const inbox = await browser.newPage();
    await inbox.goto(runtime.ready.inbox);
    await assertWellMade(inbox);
    const code = await codeFor(runtime.ready, "alice@example.com");
    assert.equal(await inbox.locator("article code").first().innerText(), code);
    await inbox.close();
  });

  it("C126: lands on the API with a one-hour token, without a second password", async () => {
    await submit(page, { code: await codeFor(runtime.ready, "alice@example.com") });
    await page.waitForURL((url) => url.origin === api);
    await page.locator("#answer", { hasText: "200" }).waitFor();
    assert.equal(new URL(page.url()).search, "", "code and state leave the address bar");
    const claims = JSON.parse(await page.locator("#claims").innerText()) as Record<string, unknown>;
    assert.equal(claims["token_use"], "access");
    assert.equal(claims["scope"], "openid email orders/read");
    assert.equal(Number(claims["exp"]) - Number(claims["iat"]), 3600);
    assert.match(await page.locator("#lifetime").innerText(), /another (60 min 00|59 min 5\d) s/);
    await assertWellMade(page);
  });

  it("H105: shows the 403 of the route whose scope the page lacks", async () => {
    await page.getByRole("button", { name: "Call POST /orders" }).click();
    await page.locator("#answer", { hasText: "403" }).waitFor();
  });

  it("shows the token's expiry once the runtime's clock has moved", async () => {
    await fetch(`${runtime.ready.control}/clock`, {
      method: "POST",
      body: '{"advanceSeconds":3601}',
    });
    await page.getByRole("button", { name: "Call GET /hello again" }).click();
    await page.locator("#answer", { hasText: "401" }).waitFor();
    await fetch(`${runtime.ready.control}/clock`, { method: "POST", body: '{"reset":true}' });
  });

  it("signs out, after which no earlier session signs in again", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL((url) => url.origin === api && url.pathname === "/");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/login\?/);
    await submit(page, { username: "alice@example.com", password: "wrong-Password-1!" });
    assert.equal(
      (await page.getByRole("alert").innerText()).trim(),
      "Incorrect username or password.",
    );
    await submit(page, { username: "alice@example.com", password: PASSWORD });
    await page.waitForURL((url) => url.origin === api);
    await page.locator("#answer", { hasText: "200" }).waitFor();
  });

  it("broke no rule of its own Content-Security-Policy and threw no error", () => {
    // The refused calls above show in the console as failed loads; they are meant.
    assert.deepEqual(
      faults.filter((fault) => !/status of 40[0-9]/.test(fault)),
      [],
    );
  });
});

describeInBrowser("the hosted pages without script", () => {
  let runtime: ServedProgram;
  let browser: BrowserContext;

  before(async () => {
    runtime = await serveProgram(["--state", "memory"]);
    browser = await openBrowser({ javaScriptEnabled: false, viewport: NARROW });
  });
  after(async () => {
    await browser.close();
    await runtime.stop();
  });

  it("reset a forgotten password and sign in with the new one", async () => {
    const { authorizationRequest, signUp } = await import("./support/sign-in.ts");
    await signUp(runtime.ready, "bob@example.com");
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(authorizationRequest(runtime.ready).url);
    await page.getByRole("link", { name: /forgot/i }).click();
    await submit(page, { username: "bob@example.com" });
    const next = "Another-Horse-43!";
    await submit(page, {
      code: await codeFor(runtime.ready, "bob@example.com"),
      password: next,
      confirmPassword: next,
    });
    if (/\/login/.test(page.url()))
      await submit(page, { username: "bob@example.com", password: next });
    await page.waitForURL((url) => url.origin === runtime.ready.apis[0]?.url);
    assert.match(page.url(), /\?code=[0-9a-f-]{36}&state=s1$/);
  });
});
