import assert from "node:assert/strict";
import type { Invocation } from "../../../local/functions/invocation.ts";
import { using } from "./support/gateway.ts";
import { api, apiWith, graphOf, lambda, permission, route, stage } from "./support/graph.ts";
import { token } from "./support/tokens.ts";

const bearer = (text: string): readonly [string, string] => ["Authorization", `Bearer ${text}`];

describe("gateway: integrations", () => {
  const one = apiWith(route("GET /x"), route("ANY /any"));
  const failing = (kind: (Invocation & { ok: false })["kind"]): Invocation => ({
    ok: false,
    kind,
    errorType: "Error",
    errorMessage: "secret detail",
  });

  for (const kind of ["error", "timeout", "missing", "throttled"] as const) {
    it(`H186, H187, H189: a function that ends with "${kind}" is 500 without details`, async () => {
      await using(one, { handler: () => failing(kind) }, async (gateway) => {
        const reply = await gateway.send("GET", "/x");
        assert.deepEqual([reply.status, reply.body], [500, '{"message":"Internal Server Error"}']);
        assert.equal(reply.headers["content-length"], "35");
        assert.match(gateway.log.join(), /secret detail/);
      });
    });
  }

  it("H189: the log tells that Lambda throttled, and switch U24 the client as well", async () => {
    const format = "$context.requestId $context.status $context.integrationStatus";
    const logged = graphOf(
      api(),
      stage("$default", { accessLogSettings: { format } }),
      lambda("main"),
      permission("main"),
      route("GET /x"),
    );
    const handler = (): Invocation => failing("throttled");
    await using(logged, { handler }, async (gateway) => {
      await gateway.send("GET", "/x");
      assert.match(gateway.accessLog[0] ?? "", / 500 429$/);
    });
    const switches = { throttledFunctionStatus: 429 } as const;
    await using(logged, { handler, switches }, async (gateway) => {
      const reply = await gateway.send("GET", "/x");
      assert.deepEqual([reply.status, reply.body], [429, '{"message":"Too Many Requests"}']);
    });
  });

  it("H181, G048: a malformed answer is 500", async () => {
    const handler = () => '{"statusCode":200,"headers":{"a":"b\\r\\nx: y"}}';
    await using(one, { handler }, async (gateway) => {
      const reply = await gateway.send("GET", "/x");
      assert.deepEqual([reply.status, reply.headers["x"]], [500, undefined]);
    });
  });

  it("H188: no answer within the integration's timeout is 503, the late answer is dropped", async () => {
    const graph = apiWith(route("GET /slow", { integration: { timeoutMilliseconds: 50 } }));
    const late = (): Promise<Invocation> =>
      new Promise((resolve) => setTimeout(resolve, 90, { ok: true, payload: '"late"' }));
    await using(graph, { handler: late }, async (gateway) => {
      const reply = await gateway.send("GET", "/slow");
      assert.deepEqual([reply.status, reply.body], [503, '{"message":"Service Unavailable"}']);
      assert.equal(reply.headers["content-length"], "33");
      await new Promise((resolve) => setTimeout(resolve, 80));
    });
  });

  it("a promise that rejects is 500: the runtime's own fault", async () => {
    await using(
      one,
      { handler: () => Promise.reject(new Error("broken pool")) },
      async (gateway) => {
        const reply = await gateway.send("GET", "/x");
        assert.deepEqual([reply.status, reply.body], [500, '{"message":"Internal Server Error"}']);
        assert.match(gateway.log.join(), /the gateway failed: .*broken pool/);
      },
    );
  });

  it("H184: the length is that of the bytes, not of the characters", async () => {
    const handler = () => JSON.stringify({ statusCode: 200, body: "10 € für é" });
    await using(one, { handler }, async (gateway) => {
      const { body, headers } = await gateway.send("GET", "/x");
      assert.deepEqual([body, headers["content-length"]], ["10 € für é", "14"]);
    });
  });

  it("H51, H282: HEAD carries no body but its length", async () => {
    await using(one, {}, async (gateway) => {
      const reply = await gateway.send("HEAD", "/any");
      assert.deepEqual([reply.status, reply.body, reply.headers["content-length"]], [200, "", "2"]);
    });
  });

  for (const statusCode of [204, 304]) {
    it(`H183: ${statusCode} has no body and announces no length`, async () => {
      const handler = () => JSON.stringify({ statusCode, body: "x" });
      await using(one, { handler }, async (gateway) => {
        const { status, body, headers } = await gateway.send("GET", "/x");
        assert.deepEqual([status, body], [statusCode, ""]);
        assert.deepEqual(
          [headers["content-length"], headers["transfer-encoding"]],
          [undefined, undefined],
        );
      });
    });
  }

  it("H178: each cookie has its own line", async () => {
    const handler = () =>
      '{"statusCode":200,"cookies":["a=1","b=2"],"headers":{"set-cookie":"c=3"}}';
    await using(one, { handler }, async (gateway) => {
      assert.equal((await gateway.send("GET", "/x")).headers["set-cookie"], "a=1\nb=2\nc=3");
    });
  });

  it("H286: the gateway's request id wins, H284", async () => {
    const handler = () => '{"statusCode":200,"headers":{"apigw-requestid":"mine","date":"then"}}';
    await using(one, { handler }, async (gateway) => {
      const reply = await gateway.send("GET", "/x");
      assert.equal(
        reply.headers["apigw-requestid"],
        gateway.events[0]?.requestContext["requestId"],
      );
      assert.match(reply.headers["date"] ?? "", /GMT$/);
      assert.match(
        await gateway.raw(
          `GET /x HTTP/1.1\r\nHost: localhost:${gateway.port}\r\nConnection: close\r\n\r\n`,
        ),
        /\r\nApigw-Requestid: /,
      );
    });
  });

  it("H190: an event above 6 MB is 413", async () => {
    await using(one, {}, async (gateway) => {
      const body = Buffer.alloc(4_800_000, 1);
      const reply = await gateway.send("POST", "/any", { body });
      assert.deepEqual([reply.status, reply.body], [413, '{"message":"Request Entity Too Large"}']);
      assert.equal(
        (await gateway.send("POST", "/any", { body: body.subarray(0, 4_600_000) })).status,
        200,
      );
    });
  });

  it("H53, G013: TRACE and other methods are 404, even on $default", async () => {
    await using(apiWith(route("$default")), {}, async (gateway) => {
      for (const method of ["TRACE", "PROPFIND", "LOCK", "M-SEARCH"]) {
        const reply = await gateway.send(method, "/x");
        assert.deepEqual([reply.status, reply.body], [404, '{"message":"Not Found"}'], method);
      }
    });
  });

  it("H250: a long path on a route with an authorizer is 414", async () => {
    const graph = apiWith(route("GET /p/{x+}", { scopes: [] }), route("GET /open/{x+}"));
    await using(graph, {}, async (gateway) => {
      const path = "a".repeat(1_600);
      assert.equal(
        (await gateway.send("GET", `/p/${path}`, { headers: [bearer(token())] })).status,
        414,
      );
      assert.equal((await gateway.send("GET", `/open/${path}`)).status, 200);
    });
  });

  const notServed: readonly (readonly [string, Parameters<typeof route>[1], RegExp])[] = [
    [
      "an AWS service behind it (H268)",
      {
        integration: {
          integrationSubtype: "SQS-SendMessage",
          credentialsArn: "arn:aws:iam::123456789012:role/queue",
          payloadFormatVersion: "1.0",
          requestParameters: { QueueUrl: "$request.header.queueUrl", MessageBody: "$request.body" },
        },
      },
      /SQS-SendMessage integrations are not served here/,
    ],
  ];
  for (const [what, options, reason] of notServed) {
    it(`a route with ${what} answers 501 and is listed`, async () => {
      await using(apiWith(route("GET /x", options)), {}, async (gateway) => {
        const reply = await gateway.send("GET", "/x");
        assert.equal(reply.status, 501);
        assert.match(reply.body, reason);
        assert.equal(gateway.events.length, 0);
        assert.equal(gateway.api.notServed().length, 1);
        assert.match(gateway.api.notServed()[0] ?? "", reason);
      });
    });
  }

  it("design 5: a route whose function cannot run here answers 501 and is listed", async () => {
    const whyNotRunnable = (urn: string) =>
      urn.endsWith("::main") ? "its runtime is python3.13" : undefined;
    await using(apiWith(route("GET /x")), { whyNotRunnable }, async (gateway) => {
      const reply = await gateway.send("GET", "/x");
      assert.deepEqual(
        [reply.status, reply.body],
        [501, '{"message":"Not Implemented: function \\"main\\": its runtime is python3.13"}'],
      );
      assert.equal(gateway.events.length, 0);
      assert.deepEqual(gateway.api.notServed(), [
        'aws:apigatewayv2/route:Route "GET /x" (GET /x): function "main": its runtime is python3.13',
      ]);
    });
  });

  it("serves everything of an ordinary graph", async () => {
    await using(one, {}, async (gateway) => assert.deepEqual(gateway.api.notServed(), []));
  });
});

describe("gateway: what is not served", () => {
  it("a WebSocket API is listed and answers 501, and its route keys are none of our business", async () => {
    const graph = graphOf(api({ protocolType: "WEBSOCKET" }), stage(), route("$connect"));
    await using(graph, {}, async (gateway) => {
      assert.deepEqual(gateway.api.notServed(), [
        'aws:apigatewayv2/api:Api "api": WEBSOCKET APIs are not served here',
      ]);
      assert.equal((await gateway.send("GET", "/")).status, 501);
    });
  });

  it("an API with an OpenAPI body answers 501 where it may have a route", async () => {
    const graph = graphOf(
      api({ body: "{}" }),
      stage(),
      lambda("main"),
      permission("main"),
      route("GET /x"),
    );
    await using(graph, {}, async (gateway) => {
      assert.equal((await gateway.send("GET", "/x")).status, 200);
      assert.equal((await gateway.send("GET", "/y")).status, 501);
      assert.equal(gateway.api.notServed().length, 1);
    });
  });

  it("H24: tells that /{proxy+} leaves out /, unless something covers it", async () => {
    const remarks = async (...routes: readonly string[]): Promise<readonly string[]> => {
      let log: readonly string[] = [];
      await using(apiWith(...routes.map((key) => route(key))), {}, async (gateway) => {
        log = gateway.api.remarks();
      });
      return log;
    };
    const [remark] = await remarks("ANY /{proxy+}");
    assert.match(remark ?? "", /"ANY \/\{proxy\+\}" does not cover "\/"\. Add a route "ANY \/"/);
    assert.deepEqual(await remarks("ANY /{proxy+}", "ANY /"), []);
    assert.deepEqual(await remarks("GET /{proxy+}", "$default"), []);
    assert.deepEqual(await remarks("GET /a/{proxy+}"), []);
  });

  it("H244: tells that settings without limits answer 429", async () => {
    const silent = stage("$default", { defaultRouteSettings: { detailedMetricsEnabled: true } });
    await using(graphOf(api(), silent), {}, async (gateway) => {
      assert.match(gateway.api.remarks().join(), /answers 429 to everything/);
    });
  });
});
