import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "mocha";
import type { BrowserContext, Page } from "playwright-core";
import { createClock } from "../../../local/clock.ts";
import { openStore } from "../../../local/cognito/store.ts";
import { type ControlOptions, createControlFace } from "../../../local/control/control-face.ts";
import { accessibilityFaults, chromiumPath, openBrowser } from "../support/browser.ts";

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

async function listen(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describeInBrowser("a mail with markup in the inbox", () => {
  const asked: string[] = [];
  const store = openStore(":memory:");
  const servers: Server[] = [];
  let browser: BrowserContext;
  let page: Page;

  before(async () => {
    const pool = await listen((request, response) => {
      asked.push(request.url ?? "");
      response.setHeader("content-type", "text/html").end("<title>confirmed</title>");
    });
    const options = { store, clock: createClock(Date.now) } as unknown as ControlOptions;
    const control = await listen(createControlFace(options));
    servers.push(pool.server, control.server);
    store.outbox.add({
      time: Date.now(),
      medium: "EMAIL",
      to: "a@example.com",
      subject: "Your verification link",
      body:
        `<p style="color: rgb(200, 0, 0)">Welcome</p><img src="${pool.origin}/pixel" alt="" />` +
        `<script>document.title = "run"</script><a href="${pool.origin}/confirmUser">Confirm</a>`,
      code: null,
      link: null,
    });
    browser = await openBrowser({ viewport: { width: 360, height: 740 } });
    page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(`${control.origin}/inbox`);
  });
  after(async () => {
    await browser.close();
    for (const server of servers) server.close();
    store.close();
  });

  it("shows its words among the others", async () => {
    assert.deepEqual(await accessibilityFaults(page), []);
    assert.match(await page.locator("article").innerText(), /Welcome Confirm/);
    assert.match(await page.locator("#today").innerText(), /^1 e-mail since 09:00 UTC\./);
  });

  it("is shown with its styles, runs no script and loads nothing", async () => {
    await page.getByRole("link", { name: "Show as a mail program does" }).click();
    await page.waitForURL(/\/inbox\/mail\?id=1$/);
    const color = await page.evaluate("getComputedStyle(document.querySelector('p')).color");
    assert.equal(color, "rgb(200, 0, 0)");
    assert.equal(await page.title(), "Your verification link");
    assert.deepEqual(asked, []);
  });

  it("C90: leads to the confirmation by its link", async () => {
    await page.getByRole("link", { name: "Confirm" }).click();
    await page.waitForURL(/\/confirmUser$/);
    assert.equal(asked[0], "/confirmUser");
  });
});
