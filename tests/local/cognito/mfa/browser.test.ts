import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { accessibilityFaults, chromiumPath, openBrowser } from "../../support/browser.ts";
import { flowQuery } from "../support/browser.ts";
import { POOL_ID } from "../support/graph.ts";
import { createUser, EMAIL, lastCode, PASSWORD } from "../support/json-api.ts";
import { adminPrefer, BY_EMAIL, codeAt, serveMfa, SMS, TOTP } from "../support/mfa.ts";
import type { RunningPools } from "../support/running-pools.ts";

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

describeInBrowser("second factors in a narrow browser, in light and in dark colours", () => {
  let pools: RunningPools;
  let browser: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    pools = await serveMfa({ mfaConfiguration: "ON", ...TOTP, ...BY_EMAIL, ...SMS });
    await createUser(pools);
    // An address that is not proved is no factor by itself, so that the set-up offers all there are.
    const user = pools.store.users.byAlias(POOL_ID, EMAIL);
    assert.ok(user);
    const attributes = { ...user.attributes, email_verified: "false" };
    pools.store.users.save({ ...user, attributes });
    browser = await openBrowser({ viewport: { width: 360, height: 740 } });
    page = browser.pages()[0] ?? (await browser.newPage());
    await browser.route("https://app.example/**", (route) => route.fulfill({ body: "done" }));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
  });
  after(async () => {
    await browser.close();
    await pools.close();
  });

  async function logIn(): Promise<void> {
    await browser.clearCookies();
    await page.goto(`${pools.origin}/login?${flowQuery()}`);
    await page.getByLabel("Email").fill(EMAIL);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  async function assertWellMade(): Promise<void> {
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(await accessibilityFaults(page), []);
    const width = await page.evaluate("document.documentElement.scrollWidth");
    assert.equal(Number(width) <= 360, true, `the page is ${String(width)} px wide`);
  }

  it("C135: sets an app up by the secret beside the QR code", async () => {
    await logIn();
    await page.waitForURL(/\/mfa\/setup\?/);
    await assertWellMade();
    const code = page.getByRole("img", { name: "QR code of the secret below" });
    const box = await code.boundingBox();
    assert.equal((box?.width ?? 0) > 180, true);
    const secret = (await page.locator("code").innerText()).trim();
    await page.getByLabel("Verification Code").fill(codeAt(pools, secret));
    await page.getByRole("button", { name: "Use this app" }).click();
    await page.waitForURL(/^https:\/\/app\.example\/cb\?code=/);
  });

  it("C269: lets one choose, refuses a wrong code in an alert, and takes the right one", async () => {
    await adminPrefer(pools, {
      SoftwareTokenMfaSettings: { Enabled: true },
      EmailMfaSettings: { Enabled: true },
    });
    await logIn();
    await page.waitForURL(/\/mfa\/select\?/);
    await assertWellMade();
    await page.getByRole("button", { name: "Get a code by email to a***@e***" }).click();
    await page.waitForURL(/\/mfa\?/);
    await assertWellMade();
    const right = lastCode(pools, EMAIL);
    const field = page.getByLabel("Verification Code");
    await field.fill(right === "000000" ? "000001" : "000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    const text = await page.getByRole("alert").innerText();
    assert.equal(text.trim(), "Invalid code or auth state for the user.");
    await assertWellMade();
    await field.fill(right);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/^https:\/\/app\.example\/cb\?code=/);
  });

  it("breaks no rule of the pages' content security policy", () => {
    assert.deepEqual(faults, []);
  });
});
