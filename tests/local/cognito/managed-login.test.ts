import assert from "node:assert/strict";
import { Browser, flowQuery, type Loaded } from "./support/browser.ts";
import { branding, CALLBACK, client, domain, graphOf, pool } from "./support/graph.ts";
import { createUser, EMAIL, PASSWORD } from "./support/json-api.ts";
import { type RunningPools, serve } from "./support/running-pools.ts";

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

  it("C71, C73: managed login keeps the language and shows the form on prompt=login", async () => {
    pools = await serve(graphOf(pool(), domain({ managedLoginVersion: 2 }), client(), branding()));
    const browser = new Browser(pools);
    await createUser(pools);
    const { text } = await browser.load(`/login?${flowQuery({ lang: "de" })}`);
    assert.match(text, /<html lang="de">/);
    await browser.post(login, credentials);
    const none = await browser.load(`/oauth2/authorize?${flowQuery({ prompt: "none" })}`);
    assert.equal(none.location.startsWith(`${CALLBACK}?code=`), true);
    const again = await browser.open(`/oauth2/authorize?${flowQuery({ prompt: "login" })}`);
    assert.match(again.text, /<html lang="de">/);
  });
});
