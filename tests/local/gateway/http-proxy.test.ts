import assert from "node:assert/strict";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { connect } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { answering, withBackend } from "./support/backend.ts";
import type { TestBackend } from "./support/backend.ts";
import { selfSigned } from "./support/certificate.ts";
import { using } from "./support/gateway.ts";
import type { GatewayOptions, TestGateway } from "./support/gateway.ts";
import { api, apiWith, graphOf, httpRoute, stage } from "./support/graph.ts";
import type { Properties, Resource } from "../../../local/program/graph.ts";

/** Serves one HTTP route in front of a backend; `PORT` in the URI is the backend's. */
async function proxied(
  routeKey: string,
  rest: string,
  test: (gateway: TestGateway, backend: TestBackend) => Promise<void>,
  more: {
    readonly answer?: RequestListener;
    readonly integration?: Properties;
    readonly options?: GatewayOptions;
    readonly api?: Properties;
    readonly stage?: Resource;
  } = {},
): Promise<void> {
  await withBackend(more.answer ?? answering(), async (backend) => {
    const graph = graphOf(
      api(more.api),
      more.stage ?? stage(),
      httpRoute(routeKey, `http://127.0.0.1:${backend.port}${rest}`, more.integration),
    );
    await using(graph, more.options ?? {}, (gateway) => test(gateway, backend));
  });
}

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

  it("design.md 5.2: a URI whose host a client would choose is not served", async () => {
    const graph = apiWith(httpRoute("GET /{host}", "https://{host}.example.test/"));
    await using(graph, {}, async (gateway) => {
      const reply = await gateway.send("GET", "/evil");
      assert.equal(reply.status, 501);
      assert.match(gateway.api.notServed()[0] ?? "", /names no fixed http or https host/);
    });
  });
});

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

describe("gateway: HTTP integrations, when the backend fails", () => {
  const format =
    "$context.requestId $context.status $context.integrationStatus $context.integration.status $context.integrationErrorMessage";
  const logged = stage("$default", { accessLogSettings: { destinationArn: "arn", format } });
  /** The access-log lines without their request id. */
  const linesOf = ({ accessLog }: TestGateway): string[] =>
    accessLog.map((line) => line.slice(line.indexOf(" ") + 1));

  it("H188: no answer in time is 503, and the log says so", async () => {
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const { status, body } = await gateway.send("GET", "/x");
        assert.deepEqual([status, body], [503, '{"message":"Service Unavailable"}']);
        assert.deepEqual(linesOf(gateway), ["503 - - Endpoint request timed out"]);
        assert.match(gateway.log.join(), /gave no answer within 50 ms/);
      },
      { answer: () => {}, integration: { timeoutMilliseconds: 50 }, stage: logged },
    );
  });

  it("H188: the time counts until the last byte", async () => {
    const answer: RequestListener = (_request, response) => response.writeHead(200).write("part");
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).status, 503);
      },
      { answer, integration: { timeoutMilliseconds: 80 } },
    );
  });

  for (const status of [503, 500] as const) {
    it(`H261, U25: a refused connection is ${status}; only the logs say why`, async () => {
      const graph = graphOf(api(), logged, httpRoute("GET /x", "http://127.0.0.1:1/"));
      const switches = { unreachableBackendStatus: status };
      await using(graph, { switches }, async (gateway) => {
        const reply = await gateway.send("GET", "/x");
        assert.equal(reply.status, status);
        assert.doesNotMatch(reply.body, /127\.0\.0\.1/);
        const why = "127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1";
        assert.deepEqual(linesOf(gateway), [`${status} - - ${why}`]);
      });
    });
  }

  it("H261: an answer that breaks off is 503, not a cut answer", async () => {
    const answer: RequestListener = (request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("part", () => request.socket.destroy());
    };
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).status, 503);
      },
      { answer },
    );
  });

  it("H261: an answer that is no HTTP is 503", async () => {
    const answer: RequestListener = (request) => void request.socket.end("nonsense\r\n\r\n");
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).status, 503);
      },
      { answer },
    );
  });

  it("H248: an answer above 10 MB is 500", async () => {
    const limit = 10 * 1024 * 1024;
    const answer: RequestListener = ({ url }, response) =>
      void response.writeHead(200).end(Buffer.alloc(url === "/large" ? limit + 1 : limit));
    await proxied(
      "GET /{size}",
      "/{size}",
      async (gateway) => {
        const { status, body } = await gateway.send("GET", "/large");
        assert.deepEqual([status, body], [500, '{"message":"Internal Server Error"}']);
        assert.equal((await gateway.send("GET", "/fits")).headers["content-length"], String(limit));
      },
      { answer },
    );
  });

  it("H280: the backend's status stands in the log", async () => {
    const answer: RequestListener = (_request, response) => void response.writeHead(404).end();
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        await gateway.send("GET", "/x");
        assert.deepEqual(linesOf(gateway), ["404 404 404 -"]);
      },
      { answer, stage: logged },
    );
  });

  for (const [method, status, count] of [
    ["GET", 200, 3],
    ["POST", 503, 2],
  ] as const) {
    it(`H261: ${method} on a kept connection that the backend cuts is ${status}: only what may be repeated is`, async () => {
      await proxied("ANY /x", "/y", async (gateway, { server, requests }) => {
        await gateway.send(method, "/x");
        server.once("request", ({ socket }) => socket.resetAndDestroy());
        assert.equal((await gateway.send(method, "/x")).status, status);
        assert.equal(requests.length, count);
      });
    });
  }

  it("a client that leaves takes its request with it", async () => {
    const closed = Promise.withResolvers<void>();
    const answer: RequestListener = (request) => {
      request.socket.once("close", () => closed.resolve());
      client.destroy();
    };
    let client: ReturnType<typeof connect>;
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        client = connect(gateway.port, "127.0.0.1");
        await once(client, "connect");
        client.write(`GET /x HTTP/1.1\r\nHost: localhost:${gateway.port}\r\n\r\n`);
        await closed.promise;
      },
      { answer },
    );
  });

  it("retiring lets a request in flight finish, then closes the connection", async () => {
    const asked = Promise.withResolvers<() => void>();
    const answer: RequestListener = (_request, response) =>
      asked.resolve(() => response.end("late"));
    await proxied(
      "GET /x",
      "/y",
      async (gateway, { server }) => {
        const connection = once(server, "connection") as Promise<[NodeJS.Socket]>;
        const reply = gateway.send("GET", "/x");
        const finish = await asked.promise;
        const [socket] = await connection;
        const isClosed = once(socket, "close");
        gateway.api.retire();
        finish();
        assert.equal((await reply).body, "late");
        await isClosed;
      },
      { answer },
    );
  });
});

describe("gateway: HTTP integrations over TLS", () => {
  const certificate = selfSigned("localhost");
  const trusted = getCACertificates("default");

  afterEach(() => setDefaultCACertificates(trusted));

  /** Asks a backend on a host name of this machine. */
  const ask = (hostname: string, check: (status: number, log: string) => void): Promise<void> =>
    withBackend(
      answering(),
      async ({ port }) => {
        const graph = apiWith(httpRoute("GET /x", `https://${hostname}:${port}/`));
        await using(graph, {}, async (gateway) => {
          const { status } = await gateway.send("GET", "/x");
          check(status, gateway.log.join());
        });
      },
      certificate,
    );

  it("H262: a certificate that nobody vouches for is 503", async () => {
    await ask("localhost", (status, log) => {
      assert.equal(status, 503);
      assert.match(log, /self-signed certificate/);
    });
  });

  it("H262: a trusted certificate for the host is served", async () => {
    setDefaultCACertificates([certificate.cert]);
    await ask("localhost", (status) => assert.equal(status, 200));
  });

  it("H262: a trusted certificate for another name is 503", async () => {
    setDefaultCACertificates([certificate.cert]);
    await ask("127.0.0.1", (status, log) => {
      assert.equal(status, 503);
      assert.match(log, /IP: 127\.0\.0\.1 is not in the cert/);
    });
  });
});
