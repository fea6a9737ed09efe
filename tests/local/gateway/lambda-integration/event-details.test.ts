import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type Event, openGateway, type SendOptions, type TestGateway } from "../support/gateway.ts";
import { apiWith, route, stage } from "../support/graph.ts";
import { token } from "../support/tokens.ts";

describe("gateway: details of an event of payload 2.0", () => {
  let gateway: TestGateway;
  before(async () => {
    const variables = stage("dev", { stageVariables: { a: "1" } });
    gateway = await openGateway(
      apiWith(variables, route("ANY /open"), route("POST /p/{id}", { scopes: ["api/read"] })),
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

  it("H135: members stand in the order of captured events", async () => {
    const headers = [
      ["Authorization", token()],
      ["Cookie", "a=1"],
    ] as const;
    const event = await eventOf("POST", "/dev/p/1?q=1", { headers, body: "x" });
    assert.deepEqual(Object.keys(event), [
      "version",
      "routeKey",
      "rawPath",
      "rawQueryString",
      "cookies",
      "headers",
      "queryStringParameters",
      "requestContext",
      "pathParameters",
      "body",
      "isBase64Encoded",
      "stageVariables",
    ]);
  });

  it("H136: a comma that was sent keeps its blank, repeated lines get none", async () => {
    const headers = [
      ["X-A", "1, 2"],
      ["x-a", "3"],
      ["X-Empty", ""],
    ] as const;
    const event = await eventOf("GET", "/open", { headers });
    assert.deepEqual([event.headers["x-a"], event.headers["x-empty"]], ["1, 2,3", ""]);
    assert.equal("multiValueHeaders" in event, false);
  });

  it("H138, H151: nothing is made up for what was not sent", async () => {
    const event = await eventOf("POST", "/open");
    assert.equal("content-type" in event.headers, false);
    assert.equal("user-agent" in event.headers, false);
    assert.equal(event.requestContext.http["userAgent"], "");
  });

  it("H128, H140: the authorization header reaches the function as it was sent", async () => {
    const sent = `Bearer ${token()}`;
    const event = await eventOf("POST", "/p/1", { headers: [["Authorization", sent]] });
    assert.equal(event.headers["authorization"], sent);
  });

  it("H143: a comma in a value looks like a repeat, and the query text keeps them apart", async () => {
    const event = await eventOf("GET", "/open?a=1,2&a=3");
    assert.deepEqual(event["queryStringParameters"], { a: "1,2,3" });
    assert.equal(event["rawQueryString"], "a=1,2&a=3");
  });

  it("H149: there is no authentication member without mutual TLS", async () => {
    assert.equal("authentication" in (await eventOf("GET", "/open")).requestContext, false);
  });

  it("H158: base64 is one line with padding", async () => {
    const body = Buffer.alloc(1_000, 0xfb);
    const event = await eventOf("POST", "/open", { body });
    assert.equal(event["body"], body.toString("base64"));
    assert.match(String(event["body"]), /^[A-Za-z0-9+/]+==$/);
  });

  it("H159: bytes of a text that are no UTF-8 become replacement characters", async () => {
    const headers = [["Content-Type", "text/plain"]] as const;
    const event = await eventOf("POST", "/open", { headers, body: Buffer.from([0x61, 0xff]) });
    assert.equal(event["body"], "a\ufffd");
  });

  it("H161: a compressed body stays compressed", async () => {
    const body = gzipSync("text");
    const headers = [["Content-Encoding", "gzip"]] as const;
    const event = await eventOf("POST", "/open", { headers, body });
    assert.equal(event["body"], body.toString("base64"));
    assert.equal(event.headers["content-encoding"], "gzip");
  });
});
