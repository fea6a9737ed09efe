import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import {
  accessibilityFaults,
  chromiumPath,
  type ContextOptions,
  openBrowser,
} from "../../support/browser.ts";
import { flowQuery } from "../support/browser.ts";
import { federatedGraph, google, provider } from "../support/federation.ts";
import { METADATA, SIGN_ON } from "../support/saml-provider.ts";
import { serve } from "../support/running-pools.ts";

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

// As long as a name may be, and an attribute's name as directories have them: both have to fit.
const LONGEST = "W".repeat(32);
const staff = provider(LONGEST, {
  providerType: "SAML",
  providerDetails: { MetadataURL: "https://directory.example/metadata.xml" },
  attributeMapping: {
    email: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
  },
});

/** A provider on loopback, at another origin than the pool's. */
async function serveNorth() {
  const server = createServer((_request, response) => void response.end("the provider"));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const signOn = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sso`;
  const resource = provider("North", {
    providerType: "SAML",
    providerDetails: { MetadataFile: METADATA.replaceAll(SIGN_ON, signOn) },
    attributeMapping: {},
    idpIdentifiers: ["north.example"],
  });
  return { server, signOn, resource };
}

/** A narrow browser, and a pool whose client offers the providers. */
async function openPages(options: ContextOptions) {
  const north = await serveNorth();
  const pools = await serve(federatedGraph([google, staff, north.resource]));
  const browser = await openBrowser({ viewport: { width: 360, height: 740 }, ...options });
  const page = browser.pages()[0] ?? (await browser.newPage());
  await browser.route("https://app.example/**", (route) => route.fulfill({ body: "done" }));
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return {
    page,
    faults,
    signOn: north.signOn,
    async toLogin() {
      await browser.clearCookies();
      await page.goto(`${pools.origin}/login?${flowQuery()}`);
    },
    async close() {
      await browser.close();
      await pools.close();
      north.server.closeAllConnections();
      north.server.close();
    },
  };
}

type Pages = Awaited<ReturnType<typeof openPages>>;

describeInBrowser("sign-in by providers in a narrow browser, in light and in dark colours", () => {
  let pages: Pages;
  let page: Page;

  before(async () => {
    pages = await openPages({});
    ({ page } = pages);
  });
  after(() => pages.close());

  async function assertWellMade(): Promise<void> {
    assert.equal(await page.locator("h1").count(), 1);
    assert.deepEqual(await accessibilityFaults(page), []);
    const width = await page.evaluate("document.documentElement.scrollWidth");
    assert.equal(Number(width) <= 360, true, `the page is ${String(width)} px wide`);
  }

  it("C64: the page offers the providers, and the stand-in's ready people sign in", async () => {
    await pages.toLogin();
    await assertWellMade();
    await page.getByRole("link", { name: "Continue with Google" }).click();
    await page.waitForURL(/\/stand-in\?/);
    await assertWellMade();
    await page.getByRole("button", { name: "Ada Lovelace, ada@example.com" }).click();
    await page.waitForURL(/^https:\/\/app\.example\/cb\?code=/);
  });

  it("C290: whoever is typed in under a directory's long names signs in", async () => {
    await pages.toLogin();
    await page.getByRole("link", { name: `Continue with ${LONGEST}` }).click();
    await page.waitForURL(/\/stand-in\?/);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await assertWellMade();
    await page.getByLabel("NameID").fill("sam");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.waitForURL(/^https:\/\/app\.example\/cb\?code=/);
  });

  it("C67: the domain of an address leads to its provider, at another origin", async () => {
    await pages.toLogin();
    await page.getByLabel("Work email").fill("sam@north.example");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.waitForURL(`${pages.signOn}?SAMLRequest=**`);
  });

  it("C84: cancelling leads to the client with access_denied", async () => {
    await pages.toLogin();
    await page.getByRole("link", { name: "Continue with Google" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.waitForURL(/^https:\/\/app\.example\/cb\?.*error=access_denied/);
  });

  it("breaks no rule of the pages' content security policy", () => {
    assert.deepEqual(pages.faults, []);
  });
});

describeInBrowser("sign-in by providers without script", () => {
  let pages: Pages;

  before(async () => {
    pages = await openPages({ javaScriptEnabled: false });
  });
  after(() => pages.close());

  it("C64, C290: chooses a provider, then one of the ready people, who lands at the client", async () => {
    const { page } = pages;
    await pages.toLogin();
    await page.getByRole("link", { name: "Continue with Google" }).click();
    await page.getByRole("button", { name: "Alan Turing" }).click();
    await page.waitForURL(/^https:\/\/app\.example\/cb\?code=/);
    assert.deepEqual(pages.faults, []);
  });
});
