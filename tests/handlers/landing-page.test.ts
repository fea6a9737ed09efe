import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { landingPage } from "../../handlers/landing-page";
import { landingScript } from "../../handlers/landing-page-script";

type Answer = (path: string) => { status: number; body: string };
type PageEvent = Parameters<typeof landingPage>[0];

const query = (queryStringParameters?: Record<string, string>) =>
  ({ queryStringParameters }) as unknown as PageEvent;

const endpoints = {
  issuer: "https://issuer.test/pool",
  authorization_endpoint: "https://login.test/oauth2/authorize",
  token_endpoint: "https://login.test/oauth2/token",
};

describe("the landing page", () => {
  const environment = { ...process.env };
  const logged = console.error;
  let issuer: Server;
  let answer: Answer;
  let pools = 0;

  before(async () => {
    issuer = createServer(({ url }, response) => {
      const { status, body } = answer(url ?? "");
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
    console.error = () => undefined;
  });
  // An issuer of its own for each test: the handler remembers what an issuer answered.
  beforeEach(() => {
    const { port } = issuer.address() as AddressInfo;
    process.env["ISSUER"] = `http://127.0.0.1:${port}/pool-${(pools += 1)}`;
    process.env["CLIENT_ID"] = "client<1>";
    answer = () => ({ status: 200, body: JSON.stringify(endpoints) });
  });
  after(() => {
    process.env = environment;
    console.error = logged;
    issuer.close();
  });

  const unavailable: readonly [string, Answer | undefined, Record<string, string | undefined>][] = [
    ["answers an error", () => ({ status: 500, body: JSON.stringify(endpoints) }), {}],
    ["answers no JSON", () => ({ status: 200, body: "<html>" }), {}],
    ["names no endpoints", () => ({ status: 200, body: "{}" }), {}],
    [
      "names a script as endpoint",
      () => ({
        status: 200,
        body: JSON.stringify({ ...endpoints, token_endpoint: "javascript:alert(1)" }),
      }),
      {},
    ],
    ["cannot be reached", undefined, { ISSUER: "http://127.0.0.1:1/pool" }],
    ["is not configured", undefined, { ISSUER: undefined }],
  ];
  for (const [title, broken, variables] of unavailable) {
    it(`says clearly that sign-in is not available when the issuer ${title}`, async () => {
      if (broken !== undefined) answer = broken;
      for (const [name, value] of Object.entries(variables)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      const { statusCode, body, headers } = await landingPage(query());
      assert.equal(statusCode, 503);
      assert.match(body, /<h1>Sign-in is not available<\/h1>/);
      assert.match(body, /role="alert"/);
      assert.doesNotMatch(body, /<script/);
      assert.match(headers["content-security-policy"], /connect-src 'none'/);
    });
  }

  it("F107: is a page with one heading, in a language, without anything from elsewhere", async () => {
    const { statusCode, headers, body } = await landingPage(query());
    assert.equal(statusCode, 200);
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.equal(body.match(/<h1>/g)?.length, 1);
    assert.match(body, /<html lang="en">/);
    assert.doesNotMatch(
      body.replaceAll("https://login.test", "").replaceAll("https://issuer.test", ""),
      /https?:\/\//,
    );
  });

  it("hands the issuer's endpoints to the script, escaped", async () => {
    const { body } = await landingPage(query());
    assert.match(body, /data-authorize="https:\/\/login\.test\/oauth2\/authorize"/);
    assert.match(body, /data-token="https:\/\/login\.test\/oauth2\/token"/);
    assert.match(body, /data-issuer="https:\/\/issuer\.test\/pool"/);
    assert.match(body, /data-client-id="client&lt;1&gt;"/);
  });

  it("allows its own script and style and the token endpoint, nothing else", async () => {
    const { headers, body } = await landingPage(query());
    const policy = headers["content-security-policy"];
    const [, nonce = ""] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
    assert.equal(
      policy,
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; ` +
        "connect-src 'self' https://login.test; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    assert.equal(body.split(`nonce="${nonce}"`).length - 1, 2);
    assert.doesNotMatch(body, /\son\w+=|\sstyle=/);
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["x-content-type-options"], "nosniff");
  });

  it("uses a new nonce every time", async () => {
    const pages = [await landingPage(query()), await landingPage(query())];
    assert.equal(new Set(pages.map(({ headers }) => headers["content-security-policy"])).size, 2);
  });

  it("O044: shows an error of the sign-in pages as text", async () => {
    const { body } = await landingPage(
      query({ error: "access_denied", error_description: '<script>alert("1")</script>' }),
    );
    assert.match(
      body,
      /<div role="alert" id="alert">The sign-in service answered “access_denied: &lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;”\. Sign in again\.<\/div>/,
    );
  });
  it("shows at most 200 characters of it", async () => {
    const { body } = await landingPage(query({ error: "x".repeat(5_000) }));
    assert.doesNotMatch(body, /x{201}/);
  });
  it("hides the alert without an error, and never shows a code", async () => {
    const { body } = await landingPage(query({ code: "the-code", state: "the-state" }));
    assert.match(body, /<div role="alert" id="alert" hidden><\/div>/);
    assert.doesNotMatch(body, /the-code|the-state/);
  });

  it("asks the issuer once and remembers the answer", async () => {
    const asked: string[] = [];
    answer = (path) => {
      asked.push(path);
      return { status: 200, body: JSON.stringify(endpoints) };
    };
    await landingPage(query());
    await landingPage(query());
    assert.deepEqual(asked, [`/pool-${pools}/.well-known/openid-configuration`]);
  });

  it("asks again after a failure", async () => {
    answer = () => ({ status: 500, body: "" });
    assert.equal((await landingPage(query())).statusCode, 503);
    answer = () => ({ status: 200, body: JSON.stringify(endpoints) });
    assert.equal((await landingPage(query())).statusCode, 200);
  });
});

describe("the landing page's script", () => {
  it("is a module that parses, and cannot end its own element", () => {
    assert.doesNotThrow(() => new Function(`return async () => {${landingScript}}`));
    assert.doesNotMatch(landingScript, /<\/script|<!--/i);
  });
  it("keeps no token in storage", () => {
    assert.doesNotMatch(landingScript, /localStorage|document\.cookie/);
    assert.equal(landingScript.match(/sessionStorage\.setItem/g)?.length, 1);
  });
});
