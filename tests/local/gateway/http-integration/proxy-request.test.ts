import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { answering, withBackend } from "../support/backend.ts";
import { using } from "../support/gateway.ts";
import { api, apiWith, graphOf, httpRoute, stage } from "../support/graph.ts";
import { proxied } from "../support/proxied.ts";

describe("gateway: HTTP integrations, the request", () => {
  it("H254: passes method, body and headers, and answers what the backend answers", async () => {
    const answer: RequestListener = (_request, response) => {
      response.writeHead(207, ["X-Own", "1", "Content-Type", "text/plain"]).end("made");
    };
    await proxied(
      "ANY /x",
      "/y",
      async (gateway, { requests }) => {
        const headers = [
          ["X-Client", "a"],
          ["Content-Type", "application/json"],
        ] as const;
        const reply = await gateway.send("PATCH", "/x", { headers, body: '{"a":1}' });
        assert.deepEqual([reply.status, reply.body, reply.headers["x-own"]], [207, "made", "1"]);
        const [request] = requests;
        assert.deepEqual(
          [request?.method, request?.url, request?.body],
          ["PATCH", "/y", '{"a":1}'],
        );
        assert.equal(request?.headers["x-client"], "a");
        assert.equal(request?.headers["content-length"], "7");
        assert.deepEqual(gateway.api.notServed(), []);
      },
      { answer },
    );
  });

  it("H254: a fixed method replaces the client's", async () => {
    const integration = { integrationMethod: "PUT" };
    await proxied(
      "ANY /x",
      "/y",
      async (gateway, { requests }) => {
        await gateway.send("GET", "/x");
        assert.deepEqual(
          [requests[0]?.method, requests[0]?.headers["content-length"]],
          ["PUT", "0"],
        );
      },
      { integration },
    );
  });

  /** Route key, path and query of the URI, what the client asks for, what the backend is asked for. */
  const addresses: readonly (readonly [string, string, string, string, string])[] = [
    ["H255: a parameter", "GET /pets/{id}", "/store/{id}/info", "/pets/7", "/store/7/info"],
    ["H255: a greedy one", "GET /p/{proxy+}", "/store/{proxy}", "/p/a/b", "/store/a/b"],
    ["H258: encoded anew", "GET /p/{id}", "/s/{id}", "/p/a%20b%C3%A9", "/s/a%20b%C3%A9"],
    ["H258: a percent sign", "GET /p/{id}", "/s/{id}", "/p/100%25", "/s/100%25"],
    ["H258: a question mark stays path", "GET /p/{id}", "/s/{id}", "/p/a%3Fb%23c", "/s/a%3Fb%23c"],
    ["H258: %2F has become a slash", "GET /p/{proxy+}", "/s/{proxy}", "/p/a%2Fb", "/s/a/b"],
    ["H255: in the query", "GET /p/{id}", "/s?id={id}", "/p/a%26b", "/s?id=a%26b"],
    ["H255: one that the route has not is empty", "GET /p", "/s/{constructor}", "/p", "/s/"],
    ["H256: only the URI", "GET /x", "/fixed", "/x", "/fixed"],
    ["H256: no path", "GET /x", "", "/x", "/"],
    ["H256: $default appends the path", "$default", "/base/", "/a/b%20c", "/base/a/b%20c"],
    ["H256: $default at the root", "$default", "", "/", "/"],
    ["H47: empty segments stay", "$default", "", "//a//b", "//a//b"],
    ["H257: the client's query", "GET /x", "/y", "/x?a=1&b=%20", "/y?a=1&b=%20"],
    ["H257: merged with the URI's", "GET /x", "/y?own=1", "/x?a=1", "/y?own=1&a=1"],
  ];
  for (const [routeKey, asked] of [
    ["GET /p/{id}", "/s/a%2Fb"],
    ["GET /p/{id+}", "/s/a/b"],
  ] as const) {
    it(`H258: a slash in a segment (switch U13) is text in ${routeKey}: asks for ${asked}`, async () => {
      await proxied(
        routeKey,
        "/s/{id}",
        async (gateway, { requests }) => {
          assert.equal((await gateway.send("GET", "/p/a%2Fb")).status, 200);
          assert.equal(requests[0]?.url, asked);
        },
        { options: { switches: { decodeBeforeSplit: false } } },
      );
    });
  }
  for (const [rule, routeKey, uri, path, asked] of addresses) {
    it(`${rule}: ${routeKey} to ${uri || "the host"}: ${path} asks for ${asked}`, async () => {
      await proxied(routeKey, uri, async (gateway, { requests }) => {
        assert.equal((await gateway.send("GET", path)).status, 200);
        assert.equal(requests[0]?.url, asked);
      });
    });
  }

  it("H256, H266: a public backend does not see the stage", async () => {
    await proxied(
      "$default",
      "/base",
      async (gateway, { requests }) => {
        await gateway.send("GET", "/dev/a");
        assert.equal(requests[0]?.url, "/base/a");
      },
      { stage: stage("dev") },
    );
  });

  it("H277: stage variables stand anywhere in the URI", async () => {
    await withBackend(answering(), async ({ port, requests }) => {
      const uri = "http://${stageVariables.host}:${stageVariables.port}/${stageVariables.part}";
      const stageVariables = { host: "127.0.0.1", port: String(port), part: "v1" };
      const graph = graphOf(api(), stage("$default", { stageVariables }), httpRoute("GET /x", uri));
      await using(graph, {}, async (gateway) => {
        await gateway.send("GET", "/x");
        assert.equal(requests[0]?.url, "/v1");
      });
    });
  });

  it("H277: a stage without the variable that names the host is named", async () => {
    const route = httpRoute("GET /x", "http://${stageVariables.host}/y");
    await using(graphOf(api(), stage("dev"), route), {}, async (gateway) => {
      assert.equal((await gateway.send("GET", "/dev/x")).status, 501);
      assert.deepEqual(gateway.api.notServed(), [
        'aws:apigatewayv2/route:Route "GET /x" (GET /x): ' +
          'stage dev has no variable "host", which the integration URI needs',
      ]);
    });
  });

  it("H259, H260: the backend sees its own Host, Forwarded, Via and a trace id", async () => {
    await proxied("GET /x", "/y", async (gateway, { requests, port }) => {
      await gateway.send("GET", "/x", { headers: [["X-Forwarded-For", "192.0.2.1"]] });
      const headers = requests[0]?.headers ?? {};
      assert.equal(headers["host"], `127.0.0.1:${port}`);
      assert.equal(
        headers["forwarded"],
        `for=192.0.2.1, by=127.0.0.1;for=127.0.0.1;host="127.0.0.1:${gateway.port}";proto=https`,
      );
      assert.equal(headers["x-forwarded-for"], undefined);
      assert.equal(headers["via"], "HTTP/1.1 AmazonAPIGateway");
      assert.match(headers["x-amzn-trace-id"] ?? "", /^Root=1-/);
    });
  });

  it("H139: headers of the connection stay behind, those it names too", async () => {
    await proxied("GET /x", "/y", async (gateway, { requests }) => {
      const headers = [
        ["Connection", "keep-alive, X-Hop"],
        ["X-Hop", "1"],
        ["TE", "trailers"],
        ["Proxy-Authorization", "Basic x"],
        ["Cookie", "a=1"],
        ["Cookie", "b=2"],
      ] as const;
      await gateway.send("GET", "/x", { headers });
      const seen = requests[0]?.headers ?? {};
      assert.deepEqual(
        ["x-hop", "te", "proxy-authorization"].map((name) => seen[name]),
        [undefined, undefined, undefined],
      );
      assert.equal(seen["connection"], "keep-alive");
      assert.equal(seen["cookie"], "a=1,b=2");
    });
  });

  it("G001, H254: a chunked body arrives whole, with its length", async () => {
    await proxied("POST /x", "/y", async (gateway, { requests }) => {
      const head = `POST /x HTTP/1.1\r\nHost: localhost:${gateway.port}\r\nConnection: close\r\n`;
      await gateway.raw(
        `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
      );
      const [request] = requests;
      assert.deepEqual([request?.body, request?.headers["content-length"]], ["abcde", "5"]);
      assert.equal(request?.headers["transfer-encoding"], undefined);
    });
  });

  it("H247: a body above 10 MB is 413 and never sent on", async () => {
    await proxied("POST /x", "/y", async (gateway, { requests }) => {
      const body = Buffer.alloc(10 * 1024 * 1024 + 1);
      assert.equal((await gateway.send("POST", "/x", { body })).status, 413);
      assert.equal((await gateway.send("POST", "/x", { body: body.subarray(1) })).status, 200);
      assert.deepEqual([requests.length, requests[0]?.body.length], [1, 10 * 1024 * 1024]);
    });
  });

  it("design.md 5.2: an AWS host name that the graph stands for is answered here", async () => {
    await withBackend(answering("token"), async ({ url, requests }) => {
      const host = "shop.auth.eu-west-1.amazoncognito.com";
      const graph = apiWith(httpRoute("GET /token", `https://${host}/oauth2/token`));
      await using(graph, { awsHosts: { [host]: url } }, async (gateway) => {
        assert.equal((await gateway.send("GET", "/token")).body, "token");
        assert.deepEqual([requests[0]?.url, requests[0]?.headers["host"]], ["/oauth2/token", host]);
      });
    });
  });

  it("design.md 5.2: a URI whose host a client would choose is not served", async () => {
    const graph = apiWith(httpRoute("GET /{host}", "https://{host}.example.test/"));
    await using(graph, {}, async (gateway) => {
      const reply = await gateway.send("GET", "/evil");
      assert.equal(reply.status, 501);
      assert.match(
        gateway.api.notServed()[0] ?? "",
        /an integration URI without a fixed http or https host is not served here/,
      );
    });
  });
});
