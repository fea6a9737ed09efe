import assert from "node:assert/strict";
import { openGateway, type Reply, type TestGateway, using } from "./support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "./support/graph.ts";
import { token } from "./support/tokens.ts";

const graph = graphOf(
  api(),
  stage("$default", {
    routeSettings: [{ routeKey: "GET /none", throttlingBurstLimit: 0, throttlingRateLimit: 0 }],
  }),
  lambda("main"),
  permission("main"),
  authorizer(),
  route("GET /scoped", { scopes: ["api/read"] }),
  route("GET /fails"),
  route("GET /soon", { integration: { timeoutMilliseconds: 50 } }),
  route("GET /none"),
  route("POST /big"),
);

describe("gateway: errors that it makes itself", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(graph, {
      handler: ({ rawPath }) =>
        rawPath === "/soon" ? new Promise(() => {}) : '{"statusCode":200,"body":{}}',
    });
  });
  after(() => gateway.close());

  const foreign = [["Host", "evil.test"]] as const;
  const scopeless = [["Authorization", token({ scope: "x" })]] as const;
  const large = [["Content-Length", "10485761"]] as const;
  const rows: readonly (readonly [
    number,
    string,
    string,
    string,
    Parameters<TestGateway["send"]>[2],
  ])[] = [
    [400, "Bad Request", "GET", "/%zz", {}],
    [401, "Unauthorized", "GET", "/scoped", {}],
    [403, "Forbidden", "GET", "/scoped", { headers: scopeless }],
    [403, "Forbidden", "GET", "/fails", { headers: foreign }],
    [404, "Not Found", "GET", "/elsewhere", {}],
    [413, "Request Entity Too Large", "POST", "/big", { headers: large }],
    [429, "Too Many Requests", "GET", "/none", {}],
    [500, "Internal Server Error", "GET", "/fails", {}],
    [503, "Service Unavailable", "GET", "/soon", {}],
  ];
  for (const [status, message, method, path, sent] of rows) {
    it(`H54–H58: ${method} ${path} → ${status} ${message}`, async () => {
      const reply = await gateway.send(method, path, sent);
      const { "apigw-requestid": id = "", date = "", ...headers } = reply.headers;
      assert.deepEqual([reply.status, reply.body], [status, JSON.stringify({ message })]);
      assert.match(id, /^[A-Za-z0-9]{15}=$/);
      assert.match(date, / GMT$/);
      const own = ["connection", "content-length", "content-type", "www-authenticate"];
      assert.deepEqual(
        Object.keys(headers).filter((name) => !own.includes(name)),
        [],
      );
      assert.equal(headers["content-length"], String(reply.body.length));
      assert.equal(headers["content-type"], "application/json");
    });
  }

  it("H56: switch U18 leaves their content-type out", async () => {
    await using(graph, { switches: { errorContentType: false } }, async (other) => {
      const types = async (path: string): Promise<Reply["headers"][string] | undefined> =>
        (await other.send("GET", path)).headers["content-type"];
      assert.deepEqual([await types("/scoped"), await types("/elsewhere")], [undefined, undefined]);
    });
  });

  it("H55: none ends in a line break, and each request has an id of its own", async () => {
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => gateway.send("GET", "/elsewhere")),
    );
    assert.equal(new Set(replies.map(({ headers }) => headers["apigw-requestid"])).size, 50);
    assert.ok(replies.every(({ body }) => body === '{"message":"Not Found"}'));
  });
});
