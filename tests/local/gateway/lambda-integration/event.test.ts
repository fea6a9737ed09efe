import assert from "node:assert/strict";
import { claimText } from "../../../../local/gateway/jwt/claims-text.ts";
import {
  type Event,
  lastClaims,
  openGateway,
  type SendOptions,
  type TestGateway,
} from "../support/gateway.ts";
import {
  api,
  apiId,
  apiWith,
  authorizer,
  graphOf,
  lambda,
  permission,
  route,
  stage,
} from "../support/graph.ts";
import { accessClaims, now, token } from "../support/tokens.ts";

describe("gateway: event of payload 2.0", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(
      graphOf(
        api(),
        stage(),
        stage("dev", { stageVariables: { table: "orders-dev" } }),
        lambda("main"),
        permission("main"),
        authorizer(),
        route("POST /orders/{orderId}/notes", { scopes: ["orders/write"] }),
        route("GET /claims", { scopes: [] }),
        route("ANY /open"),
        route("$default"),
      ),
    );
  });
  after(() => gateway.close());

  async function eventOf(method: string, path: string, options?: SendOptions): Promise<Event> {
    gateway.events.length = 0;
    const reply = await gateway.send(method, path, options);
    assert.equal(reply.status, 200, reply.body);
    const [event] = gateway.events;
    if (!event) throw new Error("the function was not called");
    return event;
  }

  it("H131–H160: the worked example, member by member", async () => {
    const host = `${apiId}.execute-api.eu-west-1.amazonaws.com`;
    const accessToken = token({
      scope: "orders/read orders/write",
      "cognito:groups": ["admin", "poweruser"],
    });
    const event = await eventOf("POST", "/dev/orders/A%2042/notes?tag=new&tag=urgent&q=a+b", {
      headers: [
        ["Host", host],
        ["Authorization", `Bearer ${accessToken}`],
        ["Content-Type", "application/json"],
        ["Cookie", "session=abc123; theme=dark"],
        ["X-Trace", "one"],
        ["X-Trace", "two"],
        ["User-Agent", "demo/1.0"],
      ],
      body: '{"text":"hey"}',
    });
    const claims = Object.fromEntries(
      Object.entries(accessClaims({ scope: "orders/read orders/write" })).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    const { "x-amzn-trace-id": trace = "", ...headers } = event.headers;
    const { requestId = "", ...requestContext } = event.requestContext;
    assert.match(trace, /^Root=1-6a92b700-[0-9a-f]{24}$/);
    assert.match(String(requestId), /^[A-Za-z0-9]{15}=$/);
    assert.deepEqual(
      { ...event, headers, requestContext },
      {
        version: "2.0",
        routeKey: "POST /orders/{orderId}/notes",
        rawPath: "/dev/orders/A 42/notes",
        rawQueryString: "tag=new&tag=urgent&q=a+b",
        cookies: ["session=abc123", "theme=dark"],
        headers: {
          authorization: `Bearer ${accessToken}`,
          "content-length": "14",
          "content-type": "application/json",
          host,
          "user-agent": "demo/1.0",
          "x-forwarded-for": "127.0.0.1",
          "x-forwarded-port": "443",
          "x-forwarded-proto": "https",
          "x-trace": "one,two",
        },
        queryStringParameters: { tag: "new,urgent", q: "a b" },
        requestContext: {
          accountId: "123456789012",
          apiId,
          authorizer: {
            jwt: {
              claims: { ...claims, "cognito:groups": "[admin poweruser]" },
              scopes: ["orders/read", "orders/write"],
            },
          },
          domainName: host,
          domainPrefix: apiId,
          http: {
            method: "POST",
            path: "/dev/orders/A 42/notes",
            protocol: "HTTP/1.1",
            sourceIp: "127.0.0.1",
            userAgent: "demo/1.0",
          },
          routeKey: "POST /orders/{orderId}/notes",
          stage: "dev",
          time: "29/Aug/2026:10:40:00 +0000",
          timeEpoch: now * 1000,
        },
        pathParameters: { orderId: "A 42" },
        body: '{"text":"hey"}',
        isBase64Encoded: false,
        stageVariables: { table: "orders-dev" },
      },
    );
  });

  it("H133, H134: members without a value are left out", async () => {
    const event = await eventOf("GET", "/open");
    assert.deepEqual(Object.keys(event), [
      "version",
      "routeKey",
      "rawPath",
      "rawQueryString",
      "headers",
      "requestContext",
      "isBase64Encoded",
    ]);
    assert.equal(event["rawQueryString"], "");
    assert.equal("authorizer" in event.requestContext, false);
  });

  it("H127: a token on an open route is not parsed", async () => {
    const event = await eventOf("GET", "/open", {
      headers: [["Authorization", `Bearer ${token()}`]],
    });
    assert.equal("authorizer" in event.requestContext, false);
    assert.match(event.headers["authorization"] ?? "", /^Bearer eyJ/);
  });

  it("H124, H126: scopes are null without route scopes, the claim stays", async () => {
    const event = await eventOf("GET", "/claims", { headers: [["Authorization", token()]] });
    const { jwt } = event.requestContext["authorizer"] as {
      jwt: Record<string, Record<string, string>>;
    };
    assert.equal(jwt["scopes"], null);
    assert.equal(jwt["claims"]?.["scope"], "openid api/read");
  });

  it("H125, H164: switch U10 shows the route's scopes only, in either payload format", async () => {
    const graph = apiWith(
      route("GET /s", { scopes: ["api/read"] }),
      route("GET /v1", { scopes: ["api/read"], integration: { payloadFormatVersion: "1.0" } }),
    );
    const loose = await openGateway(graph, { switches: { matchingScopesOnly: true } });
    for (const path of ["/s", "/v1"]) {
      await loose.send("GET", path, { headers: [["Authorization", token()]] });
    }
    const [own, old] = loose.events.map((event) => event.requestContext["authorizer"]) as [
      { jwt: { scopes: string[] } },
      { scopes: string[] },
    ];
    assert.deepEqual([own.jwt.scopes, old.scopes], [["api/read"], ["api/read"]]);
    loose.close();
  });

  it("J052: a claim named __proto__ is a member like any other", async () => {
    const accessToken = token(
      JSON.parse('{"__proto__":"x","constructor":"y"}') as object as Record<string, unknown>,
    );
    const event = await eventOf("GET", "/claims", { headers: [["Authorization", accessToken]] });
    const { jwt } = event.requestContext["authorizer"] as { jwt: { claims: object } };
    assert.equal(Object.hasOwn(jwt.claims, "constructor"), true);
    assert.equal(({} as Record<string, unknown>)["x"], undefined);
  });

  it("T024, G041, H137, H152: no address, name or method that the caller states is believed", async () => {
    const event = await eventOf("GET", "/open", {
      headers: [
        ["X-Forwarded-For", "10.0.0.1"],
        ["X-Forwarded-For", "10.0.0.2"],
        ["X-Forwarded-Proto", "http"],
        ["X-Forwarded-Port", "80"],
        ["X-Forwarded-Host", "evil.test"],
        ["Forwarded", "for=10.0.0.1"],
        ["X-HTTP-Method-Override", "DELETE"],
        ["X-Original-URL", "/claims"],
        ["X-Amzn-Trace-Id", "Root=1-00000000-000000000000000000000000"],
        ["X-User-Id", "root"],
      ],
    });
    assert.equal(event.requestContext.http["sourceIp"], "127.0.0.1");
    assert.equal(event.requestContext.http["method"], "GET");
    assert.equal(event["rawPath"], "/open");
    assert.equal(event.headers["x-forwarded-for"], "10.0.0.1,10.0.0.2, 127.0.0.1");
    assert.equal(event.headers["x-forwarded-proto"], "https");
    assert.equal(event.headers["x-forwarded-port"], "443");
    assert.match(event.headers["x-amzn-trace-id"] ?? "", /^Root=1-6a92b700-/);
    assert.equal(event.requestContext["domainName"], "127.0.0.1");
  });

  it("H139: headers of the connection do not reach the event", async () => {
    const event = await eventOf("GET", "/open", {
      headers: [
        ["TE", "trailers"],
        ["Proxy-Authorization", "Basic x"],
        ["Keep-Alive", "1"],
      ],
    });
    assert.deepEqual(
      Object.keys(event.headers).filter((name) => /^(te|connection|keep-alive|proxy-)/.test(name)),
      [],
    );
  });

  it("H141: several cookie lines make one list, values are not decoded", async () => {
    const event = await eventOf("GET", "/open", {
      headers: [
        ["Cookie", "a=1;b=%20"],
        ["Cookie", " c=x=y ;; "],
      ],
    });
    assert.deepEqual(event["cookies"], ["a=1", "b=%20", "c=x=y"]);
    assert.equal("cookie" in event.headers, false);
  });

  it("G032: 100 cookies arrive as 100", async () => {
    const line = Array.from({ length: 100 }, (_, index) => `c${index}=1`).join("; ");
    const event = await eventOf("GET", "/open", { headers: [["Cookie", line]] });
    assert.equal((event["cookies"] as string[]).length, 100);
  });

  it("H45, H49: $default keeps the trailing slash and the stage", async () => {
    const event = await eventOf("GET", "/dev/a/b/");
    assert.equal(event["rawPath"], "/dev/a/b/");
    assert.equal(event["routeKey"], "$default");
  });

  const text = "plain \u00e9";
  const types: readonly (readonly [string, string | undefined, boolean])[] = [
    ["H154", "text/plain", false],
    ["H154", "TEXT/Plain; Charset=UTF-8", false],
    ["H154", "text/html", false],
    ["H154", "text/csv", false],
    ["H154", "text/xml", false],
    ["H154", "application/json", false],
    ["H154", "application/json; charset=utf-8", false],
    ["H154", 'application/json;charset="utf-8"', false],
    ["H154", "application/xml", false],
    ["H154", "application/javascript", false],
    ["H154", "application/graphql", false],
    ["H155", undefined, true],
    ["H154", "text/plain; charset=iso-8859-1", true],
    ["H155", "application/x-www-form-urlencoded", true],
    ["H154", "application/octet-stream", true],
    ["H154", "multipart/form-data; boundary=x", true],
    ["H154", "image/png", true],
    ["H154", "application/pdf", true],
    ["H156", "application/problem+json", true],
    ["G045", "application/jsonx", true],
  ];
  for (const [rule, type, isBase64] of types) {
    it(`${rule}: a body of type ${type} is ${isBase64 ? "base64" : "text"}`, async () => {
      const headers = type === undefined ? [] : [["Content-Type", type] as const];
      const event = await eventOf("POST", "/open", { headers, body: text });
      assert.equal(event["isBase64Encoded"], isBase64);
      assert.equal(event["body"], isBase64 ? Buffer.from(text).toString("base64") : text);
    });
  }

  it("H157: an empty body is no body", async () => {
    const event = await eventOf("POST", "/open", {
      headers: [["Content-Type", "image/png"]],
      body: "",
    });
    assert.equal("body" in event, false);
    assert.equal(event["isBase64Encoded"], false);
    assert.equal(event.headers["content-length"], "0");
  });

  it("H160, G019: a GET with a body passes it on and does not mix it into the next request", async () => {
    const one =
      "GET /open HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 34\r\n\r\nGET /claims HTTP/1.1\r\nHost: evil\r\n";
    const two = "GET /open?second HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n";
    gateway.events.length = 0;
    const answer = await gateway.raw((one + two).replaceAll("PORT", String(gateway.port)));
    assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2);
    const bodies = gateway.events
      .map((event) => event["body"])
      .filter((body) => body !== undefined);
    assert.equal(gateway.events.length, 2);
    assert.deepEqual(bodies, [
      Buffer.from("GET /claims HTTP/1.1\r\nHost: evil\r\n").toString("base64"),
    ]);
  });

  it("a chunked body reaches the function whole, with its length", async () => {
    gateway.events.length = 0;
    await gateway.raw(
      `POST /open HTTP/1.1\r\nHost: localhost:${gateway.port}\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
    );
    assert.equal(gateway.events[0]?.["body"], "abcde");
    assert.equal(gateway.events[0]?.headers["content-length"], "5");
    assert.equal(gateway.events[0]?.headers["transfer-encoding"], undefined);
  });
});

describe("gateway: claims as texts", () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["H119", 1_787_996_002, "1787996002"],
    ["H119", true, "true"],
    ["H120", ["admin", "poweruser"], "[admin poweruser]"],
    ["H120", ["power user"], "[power user]"],
    ["H120", [], "[]"],
    ["H120", [1, true, null], "[1 true <nil>]"],
    ["H122", { a: 1 }, '{"a":1}'],
    ["H123", 9_999_999_999, "9999999999"],
    ["H123", 1e21, "1000000000000000000000"],
    ["H123", 0.5, "0.5"],
  ];
  for (const [rule, value, want] of cases) {
    it(`${rule}: ${JSON.stringify(value)} → ${want}`, () => assert.equal(claimText(value), want));
  }

  it("H121: null claims are left out", async () => {
    const gateway = await openGateway(apiWith(route("GET /c", { scopes: [] })));
    await gateway.send("GET", "/c", { headers: [["Authorization", token({ nickname: null })]] });
    assert.equal("nickname" in lastClaims(gateway), false);
    gateway.close();
  });
});
