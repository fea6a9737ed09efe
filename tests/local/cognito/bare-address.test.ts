import { deepEqual, equal, match } from "node:assert/strict";
import { Browser } from "./support/browser.ts";
import { CALLBACK, graphOf, pool, standardGraph, WEB_ID } from "./support/graph.ts";
import { type RunningPools, serve } from "./support/running-pools.ts";

const PAGE = { headers: { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" } };

describe("the sign-in host's bare address", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  it("answers a browser 404 with a page that leads to the clients' sign-in pages", async () => {
    pools = await serve(standardGraph());
    const browser = new Browser(pools);
    const { status, headers, text } = await browser.load("/", PAGE);
    deepEqual([status, headers.get("content-type")], [404, "text/html;charset=UTF-8"]);
    match(headers.get("content-security-policy") ?? "", /^default-src 'none'; /);
    equal(text.match(/<h1>/g)?.length, 1);
    const [, link = ""] = /<a href="([^"]+)">Sign in to 6h8<\/a>/.exec(text) ?? [];
    const { pathname, searchParams } = new URL(link.replaceAll("&amp;", "&"), pools.origin);
    deepEqual(
      [pathname, Object.fromEntries(searchParams)],
      [
        "/login",
        {
          client_id: WEB_ID,
          response_type: "code",
          scope: "openid email orders/read",
          redirect_uri: CALLBACK,
        },
      ],
    );
    const login = await browser.load(link.replaceAll("&amp;", "&"));
    deepEqual([login.status, /<h1>([^<]*)</.exec(login.text)?.[1]], [200, "Sign in"]);
  });

  it("has no link for a machine", async () => {
    pools = await serve(standardGraph());
    const { text } = await new Browser(pools).load("/", PAGE);
    equal(text.includes("Sign in to 8m8"), false);
  });

  it("answers programs 404 in JSON, and a pool without a domain everybody", async () => {
    pools = await serve(standardGraph());
    const missing = '{"message":"Not Found"}';
    const plain = await new Browser(pools).load("/");
    deepEqual([plain.status, plain.text], [404, missing]);
    await pools.close();
    pools = await serve(graphOf(pool()));
    const { status, text } = await new Browser(pools).load("/", PAGE);
    deepEqual([status, text], [404, missing]);
  });
});
