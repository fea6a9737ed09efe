import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { answering } from "../support/backend.ts";
import { proxied } from "../support/proxied.ts";

describe("gateway: HTTP integrations, the answer", () => {
  it("H264, H285, H286: hop-by-hop headers go, date and id are ours, www-authenticate stays", async () => {
    const answer: RequestListener = (_request, response) => {
      const lines = [
        ["Connection", "keep-alive, X-Hop"],
        ["X-Hop", "1"],
        ["Keep-Alive", "timeout=5"],
        ["WWW-Authenticate", 'Basic realm="x"'],
        ["Server", "own"],
        ["Apigw-Requestid", "mine"],
        ["Date", "Thu, 01 Jan 1970 00:00:00 GMT"],
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
      ];
      response.writeHead(401, lines.flat());
      response.end("no");
    };
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const { status, headers } = await gateway.send("GET", "/x");
        assert.deepEqual(
          [status, headers["www-authenticate"], headers["server"], headers["set-cookie"]],
          [401, 'Basic realm="x"', "own", "a=1\nb=2"],
        );
        assert.deepEqual([headers["x-hop"], headers["keep-alive"]], [undefined, undefined]);
        assert.notEqual(headers["apigw-requestid"], "mine");
        assert.doesNotMatch(headers["date"] ?? "", /1970/);
        assert.equal(
          Object.keys(headers).some((name) => name.includes("remapped")),
          false,
        );
      },
      { answer },
    );
  });

  it("H264, U26: the switch renames what REST APIs rename", async () => {
    const answer = answering("x", ["WWW-Authenticate", "Basic", "Server", "own"]);
    const options = { switches: { remappedHeaders: true } };
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const { headers } = await gateway.send("GET", "/x");
        assert.equal(headers["x-amzn-remapped-www-authenticate"], "Basic");
        assert.equal(headers["www-authenticate"], undefined);
      },
      { answer, options },
    );
  });

  it("H282: bytes pass unchanged, a chunked answer gets a length", async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    const answer: RequestListener = (_request, response) => {
      response.writeHead(200, ["Content-Encoding", "x-own", "X-Text", "caf\u00c3\u00a9"]);
      response.write(bytes.subarray(0, 2));
      response.end(bytes.subarray(2));
    };
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const head = `GET /x HTTP/1.1\r\nHost: localhost:${gateway.port}\r\nConnection: close\r\n\r\n`;
        const raw = await gateway.raw(head);
        assert.match(raw, /\r\ncontent-length: 4\r\n/i);
        assert.match(raw, /\r\nx-text: caf\u00c3\u00a9\r\n/);
        assert.match(raw, /\r\ncontent-encoding: x-own\r\n/);
        assert.ok(raw.endsWith("\r\n\r\n\u0000\u00ff\u0080\n"));
      },
      { answer },
    );
  });

  it("H51: HEAD keeps the length that the backend names", async () => {
    const answer: RequestListener = (_request, response) => {
      response.writeHead(200, { "content-length": "1234" }).end();
    };
    await proxied(
      "ANY /x",
      "/y",
      async (gateway) => {
        const { body, headers } = await gateway.send("HEAD", "/x");
        assert.deepEqual([body, headers["content-length"]], ["", "1234"]);
      },
      { answer },
    );
  });

  it("does not follow redirects, and passes over 1xx answers", async () => {
    const answer: RequestListener = (_request, response) => {
      response.writeEarlyHints({ link: "</a>; rel=preload" });
      response.writeProcessing();
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    };
    await proxied(
      "GET /x",
      "/y",
      async (gateway, { requests }) => {
        const { status, headers } = await gateway.send("GET", "/x");
        assert.deepEqual(
          [status, headers["location"], requests.length],
          [302, "http://127.0.0.1:1/", 1],
        );
      },
      { answer },
    );
  });

  const corsHeaders = ["Access-Control-Allow-Origin", "*", "ACCESS-CONTROL-ALLOW-METHODS", "GET"];
  const origin = [["Origin", "https://app.test"]] as const;

  it("H235, H236: with CORS configured the backend's CORS headers are dropped", async () => {
    const corsConfiguration = { allowOrigins: ["https://app.test"] };
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const { headers } = await gateway.send("GET", "/x", { headers: origin });
        assert.equal(headers["access-control-allow-origin"], "https://app.test");
        assert.equal(headers["access-control-allow-methods"], undefined);
        const without = await gateway.send("GET", "/x");
        assert.equal(without.headers["access-control-allow-origin"], undefined);
      },
      { answer: answering("x", corsHeaders), api: { corsConfiguration } },
    );
  });

  it("H238: without, they pass", async () => {
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const { headers } = await gateway.send("GET", "/x", { headers: origin });
        assert.equal(headers["access-control-allow-origin"], "*");
        assert.equal(headers["access-control-allow-methods"], "GET");
      },
      { answer: answering("x", corsHeaders) },
    );
  });
});
