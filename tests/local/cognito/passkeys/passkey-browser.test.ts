import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "playwright-core";
import { accessibilityFaults, chromiumPath, openBrowser } from "../../support/browser.ts";
import { flowQuery } from "../support/browser.ts";
import { branding, client, domain, graphOf, pool } from "../support/graph.ts";
import { createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

describeInBrowser("a passkey in a browser", () => {
  let application: Server;
  let callback: string;
  let pools: RunningPools;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    application = createServer((_, response) => response.end("signed in"));
    await new Promise<void>((resolve) => application.listen(0, "127.0.0.1", resolve));
    callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/cb`;
    const factors = { allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] };
    const inputs = { explicitAuthFlows: ["ALLOW_USER_AUTH"], callbackUrls: [callback] };
    pools = await serve(
      graphOf(
        pool({ signInPolicy: factors, webAuthnConfiguration: { userVerification: "required" } }),
        domain({ managedLoginVersion: 2 }),
        client(inputs),
        branding(),
      ),
      { host: "localhost" },
    );
    await createUser(pools);
    context = await openBrowser();
    page = context.pages()[0] ?? (await context.newPage());
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    const debuggee = await context.newCDPSession(page);
    await debuggee.send("WebAuthn.enable");
    await debuggee.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  });
  after(async () => {
    await context.close();
    await pools.close();
    application.closeAllConnections();
    application.close();
  });

  const address = (path: string) =>
    `${pools.origin}${path}?${flowQuery({ redirect_uri: callback })}`;

  it("C89, C124, C233: is made after signing in by password", async () => {
    await page.goto(address("/passkeys/add"));
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.locator('input[name="username"]').fill(EMAIL);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(/\/passkeys\/add\?/);
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await page.waitForURL((url) => url.href.startsWith(`${callback}?code=`));
  });

  it("C201: signs in without a name or a password", async () => {
    await context.clearCookies();
    await page.goto(address("/login"));
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL((url) => url.href.startsWith(`${callback}?code=`));
  });

  it("O080: runs under the page's own Content-Security-Policy", () => {
    assert.deepEqual(
      faults.filter((fault) => !fault.includes("favicon")),
      [],
    );
  });
});
