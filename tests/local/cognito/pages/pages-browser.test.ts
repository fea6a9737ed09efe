import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "playwright-core";
import { accessibilityFaults, chromiumPath, openBrowser } from "../../support/browser.ts";
import { flowQuery } from "../support/browser.ts";
import { CALLBACK, client, domain, graphOf, pool, POOL_ID, resource } from "../support/graph.ts";
import { call, EMAIL, lastCode, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

const attribute = (name: string) => ({
  name,
  attributeDataType: "String",
  required: true,
  mutable: true,
});
const schemas = ["name", "birthdate", "phone_number"].map(attribute);

const bob = resource("aws:cognito/user:User", "bob", {
  inputs: {
    userPoolId: POOL_ID,
    username: "bob@example.com",
    temporaryPassword: PASSWORD,
    attributes: { email: "bob@example.com", email_verified: "true", name: "Bob" },
  },
});

const eve = resource("aws:cognito/user:User", "eve", {
  inputs: {
    userPoolId: POOL_ID,
    username: "eve@example.com",
    password: PASSWORD,
    attributes: { email: "eve@example.com", email_verified: "true", name: "Eve" },
  },
});

/** An application that takes the code at one of its origins and shows itself at another. */
async function serveApplication(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(({ url = "", headers }, response) => {
    if (!url.startsWith("/cb")) return response.end("Welcome");
    const location = `http://${headers.host?.replace("127.0.0.1", "localhost")}/welcome`;
    return response.writeHead(302, { location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/cb`, close };
}

describeInBrowser("the hosted pages in a narrow browser, in light and in dark colours", () => {
  let application: Awaited<ReturnType<typeof serveApplication>>;
  let pools: RunningPools;
  let browser: BrowserContext;
  let page: Page;

  before(async () => {
    application = await serveApplication();
    const callbacks = client({ callbackUrls: [CALLBACK, application.url] });
    pools = await serve(graphOf(pool({ schemas }), domain(), callbacks, bob, eve));
    browser = await openBrowser({ viewport: { width: 360, height: 740 } });
    page = browser.pages()[0] ?? (await browser.newPage());
  });
  beforeEach(() => browser.clearCookies());
  after(async () => {
    await browser.close();
    await Promise.all([pools.close(), application.close()]);
  });

  const open = (path: string) => page.goto(`${pools.origin}${path}?${flowQuery()}`);
  const alertText = async () => (await page.getByRole("alert").innerText()).trim();

  /** One h1 that is the title, no faults, nothing wider than the window. */
  async function assertWellMade(): Promise<void> {
    assert.deepEqual(await page.locator("h1").allInnerTexts(), [await page.title()]);
    assert.deepEqual(await accessibilityFaults(page), []);
    const width = await page.evaluate("document.documentElement.scrollWidth");
    assert.equal(Number(width) <= 360, true, `the page is ${String(width)} px wide`);
  }

  it("signs in by keyboard alone, and reads a refusal out", async () => {
    await open("/login");
    await assertWellMade();
    await page.keyboard.press("Tab");
    await page.keyboard.type(EMAIL);
    await page.keyboard.press("Tab");
    await page.keyboard.type("wrong-Password-1!");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    assert.equal(await alertText(), "Incorrect username or password.");
    const focused = page.locator(":focus");
    assert.equal(await focused.getAttribute("role"), "alert");
    await page.keyboard.press("Tab");
    assert.equal(await focused.getAttribute("name"), "username");
    await assertWellMade();
  });

  it("C86: signs in at an application whose callback leads on to another of its origins", async () => {
    await page.goto(`${pools.origin}/login?${flowQuery({ redirect_uri: application.url })}`);
    await page.getByLabel("Email").fill("eve@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText("Welcome").waitFor();
    assert.equal(new URL(page.url()).hostname, "localhost");
  });

  it("C126, C129: signs up with every required attribute, a wrong code and a new one", async () => {
    await open("/signup");
    await assertWellMade();
    await page.getByLabel("Email").fill(EMAIL);
    await page.getByLabel("Name").fill("Alice");
    await page.getByLabel("Birthdate").fill("2001-02-03");
    await page.getByLabel("Phone number").fill("+15555550123");
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel("Name").inputValue(), "Alice");
    await assertWellMade();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.waitForURL(/\/confirmUser\?/);
    await assertWellMade();
    await page.getByLabel("Verification Code").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await assertWellMade();
    await page.getByRole("button", { name: "Send a new code" }).click();
    await page.getByRole("status").waitFor();
    await assertWellMade();
    await page.getByLabel("Verification Code").fill(lastCode(pools, EMAIL));
    const arrival = page.waitForRequest(/^https:\/\/app\.example\/cb\?code=/);
    await page.keyboard.press("Enter");
    await arrival;
    // Nobody answers at the callback, which would interrupt what is loaded next.
    await page.close();
    page = await browser.newPage();
  });

  it("C133: resets a forgotten password", async () => {
    await open("/forgotPassword");
    await assertWellMade();
    await page.getByLabel("Email").fill(EMAIL);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/confirmForgotPassword\?/);
    await assertWellMade();
    await page.getByLabel("Verification Code").fill("000000");
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await page.getByLabel("Enter new password again").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await assertWellMade();
  });

  it("C134: asks who was created for a new password and what is missing", async () => {
    await open("/login");
    await page.getByLabel("Email").fill("bob@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/changePassword\?/);
    await assertWellMade();
  });

  for (const error of ["redirect_mismatch", "invalid_client", "unauthorized_client", "other"]) {
    it(`C81, C82: explains ${error}`, async () => {
      await page.goto(`${pools.origin}/error?error=${error}&client_id=x`);
      assert.equal(await page.getByRole("alert").count(), 1);
      await assertWellMade();
    });
  }

  it("C90: says that a link has confirmed, and that it does not twice", async () => {
    const user = { ClientId: "6h89qn2bfglbmvfebq9aaknqk0", Username: "carol@example.com" };
    const UserAttributes = Object.entries({
      name: "Carol",
      birthdate: "2001-02-03",
      phone_number: "+15555550124",
    }).map(([Name, Value]) => ({ Name, Value }));
    const signedUp = await call(pools, "SignUp", { ...user, Password: PASSWORD, UserAttributes });
    const query = new URLSearchParams({
      client_id: user.ClientId,
      user_name: signedUp.body["UserSub"],
      confirmation_code: lastCode(pools, user.Username),
    });
    await page.goto(`${pools.origin}/confirmUser?${query}`);
    const news = await page.getByRole("status").innerText();
    assert.equal(news.trim(), "Your registration has been confirmed!");
    await assertWellMade();
    await page.goto(`${pools.origin}/confirmUser?${query}`);
    assert.equal(await page.getByRole("alert").count(), 1);
    await assertWellMade();
  });
});
