import assert from "node:assert/strict";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "../support/graph.ts";
import { token } from "../support/tokens.ts";

const V1 = { integration: { payloadFormatVersion: "1.0" } };

describe("gateway: payload 1.0", () => {
  let gateway: TestGateway;
  let answer = '{"statusCode":200,"body":"ok"}';
  before(async () => {
    gateway = await openGateway(
      graphOf(
        api(),
        stage(),
        lambda("main"),
        permission("main"),
        authorizer(),
        route("POST /pets/{id}", { scopes: ["orders/write"], ...V1 }),
        route("GET /unsaid", { integration: { payloadFormatVersion: undefined } as never }),
        route("$default", V1),
      ),
      { handler: () => answer },
    );
  });
  after(() => gateway.close());
  beforeEach(() => {
    gateway.events.length = 0;
    answer = '{"statusCode":200,"body":"ok"}';
  });

  it("H42, H162–H164: has an event of its own, with lists beside single values and nulls", async () => {
    const accessToken = token({ scope: "orders/write" });
    await gateway.send("POST", "/pets/a%20b?tag=new&tag=old&q=a+b", {
      headers: [
        ["Authorization", accessToken],
        ["Content-Type", "application/json"],
        ["Cookie", "a=1; b=2"],
        ["X-Trace", "one"],
        ["X-Trace", "two"],
        ["User-Agent", "demo/1.0"],
      ],
      body: '{"name":"x"}',
    });
    const [event] = gateway.events;
    const context = event?.requestContext as Record<string, unknown>;
    const headers = event?.headers as Record<string, string>;
    const lists = event?.["multiValueHeaders"] as Record<string, string[]>;
    assert.deepEqual([event?.["version"], event?.["httpMethod"]], ["1.0", "POST"]);
    assert.deepEqual([event?.["resource"], event?.["path"]], ["/pets/{id}", "/pets/a%20b"]);
    assert.deepEqual(event?.["pathParameters"], { id: "a b" });
    assert.deepEqual(event?.["queryStringParameters"], { tag: "old", q: "a b" });
    assert.deepEqual(event?.["multiValueQueryStringParameters"], {
      tag: ["new", "old"],
      q: ["a b"],
    });
    assert.deepEqual([headers["x-trace"], lists["x-trace"]], ["two", ["one", "two"]]);
    assert.equal(headers["cookie"], "a=1; b=2");
    assert.deepEqual([event?.["body"], event?.["isBase64Encoded"]], ['{"name":"x"}', false]);
    assert.equal(event?.["stageVariables"], null);
    const { claims, scopes } = context["authorizer"] as { claims: object; scopes: string[] };
    assert.equal((claims as { scope: string }).scope, "orders/write");
    assert.deepEqual(scopes, ["orders/write"]);
    const { identity, path, resourceId, resourcePath, requestId, extendedRequestId } = context;
    assert.equal((identity as { userAgent: string }).userAgent, "demo/1.0");
    assert.deepEqual(
      [path, resourceId, resourcePath, requestId],
      ["/pets/a b", "POST /pets/{id}", "/pets/{id}", extendedRequestId],
    );
  });

  it("H162, H164: fills in null where there is nothing", async () => {
    await gateway.send("GET", "/elsewhere");
    const [event] = gateway.events;
    assert.equal(event?.["resource"], "$default");
    for (const member of [
      "queryStringParameters",
      "multiValueQueryStringParameters",
      "pathParameters",
      "body",
    ]) {
      assert.equal(event?.[member], null, member);
    }
    assert.deepEqual(event?.requestContext["authorizer"], { claims: null, scopes: null });
  });

  it("H132: is what an integration has that does not say", async () => {
    await gateway.send("GET", "/unsaid");
    assert.equal(gateway.events[0]?.["version"], "1.0");
  });

  it("H193: answers with one line for each of multiValueHeaders, and knows no cookies member", async () => {
    answer = JSON.stringify({
      statusCode: 201,
      headers: { "X-One": "1", "Set-Cookie": "c=3" },
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
      cookies: ["d=4"],
      body: "made",
    });
    const reply = await gateway.send("GET", "/x");
    assert.deepEqual([reply.status, reply.body], [201, "made"]);
    assert.equal(reply.headers["x-one"], "1");
    assert.equal(reply.headers["set-cookie"], "c=3\na=1\nb=2");
    assert.equal(reply.headers["content-type"], "text/plain; charset=utf-8");
  });

  it("H193: a name in headers and multiValueHeaders has the values of both, each once, but one content-type", async () => {
    answer = JSON.stringify({
      statusCode: 200,
      headers: { "Combined-Header": "single", "X-Same": "1", "Content-Type": "text/html" },
      multiValueHeaders: {
        "combined-header": ["multi1", "multi2"],
        "x-same": ["1", "2"],
        "content-type": ["application/json"],
      },
    });
    const { headers } = await gateway.send("GET", "/x");
    assert.deepEqual(
      [headers["combined-header"], headers["x-same"], headers["content-type"]],
      ["single, multi1, multi2", "1, 2", "application/json"],
    );
  });

  for (const [what, payload] of [
    ["a text", '"hi"'],
    ["an object without statusCode", '{"body":"hi"}'],
    ["null", "null"],
    ["no JSON", "{"],
    ["a list that is none", '{"statusCode":200,"multiValueHeaders":{"a":"b"}}'],
    ["a line break in a list", '{"statusCode":200,"multiValueHeaders":{"a":["b\\r\\nc"]}}'],
  ] as const) {
    it(`H193: infers nothing: ${what} is 500`, async () => {
      answer = payload;
      const reply = await gateway.send("GET", "/x");
      assert.deepEqual([reply.status, reply.body], [500, '{"message":"Internal Server Error"}']);
    });
  }
});
