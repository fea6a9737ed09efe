import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Properties } from "../../../../local/program/graph.ts";
import { administer } from "../support/administration.ts";
import { Browser, flowQuery } from "../support/browser.ts";
import { client, domain, graphOf, pool, POOL_ID, resource, WEB_ID } from "../support/graph.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const PNG = Buffer.from("89504e470d0a1a0a", "hex").toString("base64");

const customization = (inputs: Properties, name = "look") =>
  resource("aws:cognito/userPoolUICustomization:UserPoolUICustomization", name, {
    inputs: { userPoolId: POOL_ID, ...inputs },
  });

const css = (color: string) => `.submitButton-customizable { background-color: ${color}; }`;
const shown = (color: string) => `button.main { background-color: ${color}; }`;

describe("the classic pages", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function login(inputs: Properties = {}, ...looks: readonly Properties[]) {
    const named = looks.map((look, index) => customization(look, `look-${index}`));
    pools = await serve(graphOf(pool(), domain(inputs), client(), ...named));
    return new Browser(pools).load(`/login?${flowQuery()}`);
  }

  it("C297: wear the style sheet of their client, and stay light with it", async () => {
    const { text } = await login({}, { css: css("red") }, { css: css("green"), clientId: WEB_ID });
    assert.ok(text.includes(shown("green")));
    assert.ok(!text.includes(shown("red")));
    assert.match(text, /html:root \{ color-scheme: light; /);
  });

  it("C297: wear the pool's where the client has none", async () => {
    const { text } = await login({}, { css: css("red") }, { css: css("green"), clientId: "other" });
    assert.ok(text.includes(shown("red")));
  });

  it("C297: show the logo, and load no image but it", async () => {
    const { text, headers } = await login({}, { imageFile: PNG });
    assert.ok(text.includes(`<img class="logo" src="data:image/png;base64,${PNG}" alt="" />`));
    assert.doesNotMatch(text, /html:root/);
    assert.match(String(headers.get("content-security-policy")), /; img-src data:; /);
  });

  it("C297: take no image of another kind", async () => {
    const imageFile = Buffer.from("<svg/>").toString("base64");
    assert.doesNotMatch((await login({}, { imageFile })).text, /<img/);
  });

  it("O080: a style sheet ends where the page says, and is the only one that the policy allows", async () => {
    const { text, headers } = await login({}, { css: `${css("red")}</style><b>` });
    assert.ok(!text.includes("</style><b>"));
    const sheet = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(sheet).digest("base64");
    const policy = String(headers.get("content-security-policy"));
    assert.ok(policy.includes(`style-src 'sha256-${hash}'; `));
  });

  it("C120: managed login wears none of it", async () => {
    const { text } = await login({ managedLoginVersion: 2 }, { css: css("red") });
    assert.ok(!text.includes(shown("red")));
  });

  it("C297: SetUICustomization changes the page at the next request", async () => {
    await login();
    await administer(pools, "SetUICustomization", { CSS: css("purple") });
    const { text } = await new Browser(pools).load(`/login?${flowQuery()}`);
    assert.ok(text.includes(shown("purple")));
  });
});
