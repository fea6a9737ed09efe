import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { answering, type BackendRequest, withBackend } from "../support/backend.ts";
import { type SendOptions, using } from "../support/gateway.ts";
import { api, authorizer, graphOf, httpRoute, stage } from "../support/graph.ts";
import { token } from "../support/tokens.ts";

interface Mapped {
  readonly routeKey?: string;
  readonly uri?: string;
  readonly stage?: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
  readonly route?: Properties;
}

/** What a backend gets for a request to a route with these request parameters. */
async function request(
  requestParameters: Properties,
  path: string,
  sent: SendOptions = {},
  more: Mapped = {},
): Promise<BackendRequest> {
  const { routeKey = "ANY /pets/{id}", uri = "/base", stageVariables = {} } = more;
  const seen: BackendRequest[] = [];
  await withBackend(answering(), async ({ url, requests }) => {
    const [integration, made] = httpRoute(routeKey, url + uri, { requestParameters });
    if (!integration || !made) throw new Error("a route has two resources");
    const inputs = { ...made.inputs, ...more.route };
    const staged = stage(more.stage, { stageVariables });
    const graph = graphOf(api(), staged, authorizer(), integration, { ...made, inputs });
    await using(graph, {}, async (gateway) => {
      const reply = await gateway.send(sent.body === undefined ? "GET" : "POST", path, sent);
      assert.equal(reply.status, 200, reply.body);
      seen.push(...requests);
    });
  });
  const [first] = seen;
  if (!first) throw new Error("the backend was not asked");
  return first;
}

describe("gateway: parameter mapping, sources of a request (H271)", () => {
  const body = JSON.stringify({ user: { roles: ["a", "b"], age: 7 }, big: "x".repeat(10) });
  const sent: SendOptions = {
    headers: [
      ["X-One", "1"],
      ["X-Many", "a"],
      ["X-Many", "b"],
      ["Cookie", "c=1"],
      ["Cookie", "d=2"],
    ],
    body,
  };

  /** Value of a mapping and what it gives. */
  const sources: readonly (readonly [string, string | undefined])[] = [
    ["$request.header.x-one", "1"],
    ["$request.header.X-ONE", "1"],
    ["$request.header.x-many", "a,b"],
    ["$request.header.cookie", "c=1; d=2"],
    ["$request.header.x-none", undefined],
    ["$request.querystring.q", "v w,2"],
    ["$request.querystring.Q", undefined],
    ["$request.path", "/pets/a b"],
    ["$request.path.id", "a b"],
    ["$request.path.other", undefined],
    ["$request.body", body],
    ["$request.body.user.age", "7"],
    ["$request.body.user.roles[1]", "b"],
    ["$request.body.user", '{"roles":["a","b"],"age":7}'],
    ["$request.body.none", undefined],
    ["$context.httpMethod", "POST"],
    ["$context.routeKey", "ANY /pets/{id}"],
    ["$context.stage", "dev"],
    ["$context.apiId", "a1b2c3d4e5"],
    ["$context.identity.sourceIp", "127.0.0.1"],
    ["$context.unknown", undefined],
    ["$stageVariables.env", "test"],
    ["$stageVariables.none", undefined],
    ["fixed text", "fixed text"],
    ["$5", "$5"],
    ["${request.path.id}-${stageVariables.env}!", "a b-test!"],
    ["[${request.header.x-none}|${request.header.x-one}]", "[|1]"],
    ["x${request.header.x-none}", undefined],
  ];
  for (const [value, expected] of sources) {
    it(`${value} gives ${expected ?? "nothing, and the header stays unset (H274)"}`, async () => {
      const more = { stage: "dev", stageVariables: { env: "test" } };
      const mapping = { "overwrite:header.x-mapped": value };
      const { headers } = await request(mapping, "/dev/pets/a%20b?q=v+w&q=2", sent, more);
      assert.equal(headers["x-mapped"], expected);
    });
  }

  it("$context.authorizer.claims.NAME is the token's claim (H130)", async () => {
    const mapping = { "overwrite:header.x-mapped": "$context.authorizer.claims.client_id" };
    const guarded = { route: { authorizationType: "JWT", authorizerId: "auth01" } };
    const headers = [["Authorization", token()]] as const;
    const seen = await request(mapping, "/pets/1", { headers }, guarded);
    assert.equal(seen.headers["x-mapped"], "5kek0i61pgkokoob4fsm9fo9it");
  });

  it("H272: a JSON path sees the first 100 KB only, the whole body has no such limit", async () => {
    const padding = (bytes: number): string => `{"first":"1","pad":"${"x".repeat(bytes)}"}`;
    const mapping = { "overwrite:header.x-mapped": "$request.body.first" };
    const fits = padding(102_400 - padding(0).length);
    assert.equal((await request(mapping, "/pets/1", { body: fits })).headers["x-mapped"], "1");
    const seen = await request(mapping, "/pets/1", { body: padding(102_400) });
    assert.deepEqual([seen.headers["x-mapped"], seen.body.length], [undefined, 102_422]);
  });
});

describe("gateway: parameter mapping, changes of a request (H275)", () => {
  const headers = [
    ["X-A", "1"],
    ["X-B", "2"],
  ] as const;

  /** Request parameters, and what the backend sees of `x-a`. */
  const headerChanges: readonly (readonly [Properties, string | undefined])[] = [
    [{ "append:header.x-a": "3" }, "1,3"],
    [{ "append:header.X-A": "$request.header.x-b" }, "1,2"],
    [{ "append:header.x-a": "$request.header.none" }, "1"],
    [{ "overwrite:header.x-a": "3" }, "3"],
    [{ "overwrite:header.x-a": "$request.header.none" }, "1"],
    [{ "remove:header.x-a": "''" }, undefined],
    [{ "remove:header.x-a": "$not.a.source" }, undefined],
  ];
  for (const [parameters, expected] of headerChanges) {
    it(`${JSON.stringify(parameters)} makes x-a ${expected ?? "go"}`, async () => {
      const seen = await request(parameters, "/pets/1", { headers });
      assert.deepEqual([seen.headers["x-a"], seen.headers["x-b"]], [expected, "2"]);
    });
  }

  /** Request parameters, the query that the client sent, and the one that the backend gets. */
  const queryChanges: readonly (readonly [Properties, string, string])[] = [
    [{ "append:querystring.a": "2" }, "?a=1", "?a=1&a=2"],
    [{ "append:querystring.b": "$request.path.id" }, "", "?b=p%26%3D%20%C3%A9"],
    [{ "overwrite:querystring.a": "2" }, "?a=1&a=3&b=4", "?b=4&a=2"],
    [{ "overwrite:querystring.A": "2" }, "?a=1", "?a=1&A=2"],
    [{ "remove:querystring.a": "''" }, "?a=1&b=2", "?b=2"],
    [{ "remove:querystring.a": "''" }, "?a=1", ""],
    [{ "overwrite:querystring.a": "$request.body.none" }, "?a=%7E", "?a=~"],
    [{ "append:header.x": "1" }, "?a=%7E", "?a=%7E"],
  ];
  for (const [parameters, query, expected] of queryChanges) {
    it(`${JSON.stringify(parameters)} turns "${query}" into "${expected}"`, async () => {
      const seen = await request(parameters, `/pets/p%26%3D%20%C3%A9${query}`);
      assert.equal(seen.url, `/base${expected}`);
    });
  }

  /** Value of `overwrite:path`, and the path that the backend is asked for at `/dev/pets/a%20b%3F`. */
  const paths: readonly (readonly [string, string])[] = [
    ["$request.path", "/pets/a%20b%3F"],
    ["/v2/${request.path.id}", "/v2/a%20b%3F"],
    ["static%20text", "/static%20text"],
    ["/a b?c#d", "/a%20b%3Fc%23d"],
    ["$request.header.x-none", "/base"],
    ["$request.header.x-path", "/../%250D%250AX:%201"],
  ];
  for (const [value, expected] of paths) {
    it(`overwrite:path ${value} asks for ${expected}`, async () => {
      const sent = { headers: [["X-Path", "/../%0D%0AX: 1"]] as const };
      const seen = await request({ "overwrite:path": value }, "/dev/pets/a%20b%3F", sent, {
        stage: "dev",
      });
      assert.equal(seen.url, expected);
    });
  }

  it("G048: a header whose value would split the request is not sent, not even the client's own", async () => {
    const mapping = {
      "overwrite:header.x-a": "$request.body.evil",
      "overwrite:querystring.q": "$request.body.evil",
      "overwrite:path": "$request.body.evil",
    };
    const body = JSON.stringify({ evil: "x\r\nX-Injected: 1\0\ud800" });
    const seen = await request(mapping, "/pets/1", { headers, body });
    assert.equal(seen.headers["x-a"], undefined);
    assert.equal(seen.headers["x-injected"], undefined);
    const encoded = "x%0D%0AX-Injected:%201%00%EF%BF%BD";
    assert.equal(seen.url, `/${encoded}?q=${encoded.replace(":", "%3A")}`);
  });

  it("H271: a header's bytes are copied as they are", async () => {
    const utf8 = "caf\u00c3\u00a9";
    const mapping = { "overwrite:header.x-a": "<${request.header.x-b}>" };
    const seen = await request(mapping, "/pets/1", { headers: [["X-B", utf8]] });
    assert.equal(seen.headers["x-a"], `<${utf8}>`);
  });

  it("H271: text beyond ASCII arrives as UTF-8", async () => {
    const mapping = { "overwrite:header.x-a": "$request.body.name" };
    const seen = await request(mapping, "/pets/1", { body: JSON.stringify({ name: "é€" }) });
    assert.equal(Buffer.from(seen.headers["x-a"] ?? "", "latin1").toString("utf8"), "é€");
  });

  it("H260: Host can be mapped", async () => {
    const seen = await request({ "overwrite:header.Host": "other.test" }, "/pets/1");
    assert.equal(seen.headers["host"], "other.test");
  });
});
