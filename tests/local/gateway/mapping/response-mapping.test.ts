import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import type { Properties } from "../../../../local/program/graph.ts";
import { withBackend } from "../support/backend.ts";
import { type Reply, using } from "../support/gateway.ts";
import { api, apiWith, graphOf, httpRoute, route, stage } from "../support/graph.ts";

/** What a client gets when a backend answers and these response parameters apply. */
async function response(answer: RequestListener, responseParameters: Properties[]): Promise<Reply> {
  let reply: Reply | undefined;
  await withBackend(answer, async ({ url }) => {
    const graph = graphOf(
      api(),
      stage("$default", { stageVariables: { env: "test" } }),
      httpRoute("GET /x", url, { responseParameters }),
    );
    await using(graph, {}, async (gateway) => {
      reply = await gateway.send("GET", "/x");
    });
  });
  if (!reply) throw new Error("no reply");
  return reply;
}

describe("gateway: parameter mapping, responses (H270)", () => {
  const answer: RequestListener = (_request, answered) => {
    answered.writeHead(201, ["X-A", "1", "Set-Cookie", "a=1", "Content-Type", "application/json"]);
    answered.end('{"code":"c1","evil":"x\\r\\ny: 1"}');
  };

  it("H275: headers are appended, overwritten and removed, with sources of the response", async () => {
    const { status, headers, body } = await response(answer, [
      {
        statusCode: "201",
        mappings: {
          "append:header.x-a": "$response.header.X-A",
          "append:header.set-cookie": "b=2",
          "overwrite:header.x-code": "${response.body.code}/${stageVariables.env}",
          "overwrite:header.x-status": "$context.status",
          "overwrite:header.x-none": "$response.header.none",
          "remove:header.content-type": "''",
        },
      },
    ]);
    assert.deepEqual([status, body.length], [201, 32]);
    assert.deepEqual(
      ["x-a", "set-cookie", "x-code", "x-status", "x-none", "content-type"].map(
        (name) => headers[name],
      ),
      ["1,1", "a=1\nb=2", "c1/test", "201", undefined, undefined],
    );
  });

  it("answers 500 when what was mapped cannot be written", async () => {
    const mappings = { "overwrite:header.trailer": "x" };
    const graph = apiWith(
      route("GET /x", { integration: { responseParameters: [{ statusCode: "200", mappings }] } }),
    );
    await using(graph, {}, async (gateway) => {
      const bytes = await gateway.raw(
        `GET /x HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nConnection: close\r\n\r\n`,
      );
      const lines = bytes.split("\r\n");
      assert.deepEqual(
        [lines[0], lines.at(-1)],
        ["HTTP/1.1 500 Internal Server Error", '{"message":"Internal Server Error"}'],
      );
    });
  });

  it("overwrite:statuscode changes the status; one that is none is passed over", async () => {
    const mapped = (value: string): Promise<Reply> =>
      response(answer, [{ statusCode: "201", mappings: { "overwrite:statuscode": value } }]);
    assert.equal((await mapped("403")).status, 403);
    assert.equal((await mapped("99")).status, 201);
    assert.equal((await mapped("$response.body.code")).status, 201);
  });

  it("H183: a status without a body gets none", async () => {
    const mappings = { "overwrite:statuscode": "204" };
    const { status, body, headers } = await response(answer, [{ statusCode: "201", mappings }]);
    assert.deepEqual([status, body, headers["content-length"]], [204, "", undefined]);
  });

  it("answers of another status stay as they are", async () => {
    const mappings = { "overwrite:header.x-a": "2", "overwrite:statuscode": "500" };
    const { status, headers } = await response(answer, [{ statusCode: "200", mappings }]);
    assert.deepEqual([status, headers["x-a"]], [201, "1"]);
  });

  it("G048: a header whose value would split the response is not sent", async () => {
    const mappings = { "overwrite:header.x-a": "$response.body.evil" };
    const { headers } = await response(answer, [{ statusCode: "201", mappings }]);
    assert.deepEqual([headers["x-a"], headers["y"]], [undefined, undefined]);
  });
});

describe("gateway: parameter mapping of a function (H276)", () => {
  const integration = {
    requestParameters: {
      "overwrite:header.x-a": "$request.querystring.a",
      "remove:header.x-b": "''",
      "append:querystring.a": "2",
      "overwrite:path": "/new ${request.path.id}",
      "overwrite:header.Host": "mapped.test",
      "overwrite:header.user-agent": "mapped",
    },
    responseParameters: [
      {
        statusCode: "404",
        mappings: { "overwrite:statuscode": "200", "overwrite:header.x-was": "$response.body.was" },
      },
    ],
  };
  const sent = {
    headers: [
      ["X-A", "0"],
      ["X-B", "1"],
    ] as const,
  };
  const handler = (): string => JSON.stringify({ statusCode: 404, body: '{"was":"gone é"}' });

  it("the event of 2.0 shows what was mapped, and the answer is mapped too", async () => {
    const graph = apiWith(route("GET /pets/{id}", { integration }));
    await using(graph, { handler }, async (gateway) => {
      const { status, headers, body } = await gateway.send("GET", "/pets/7?a=1", sent);
      assert.deepEqual([status, body], [200, '{"was":"gone é"}']);
      assert.equal(Buffer.from(headers["x-was"] ?? "", "latin1").toString("utf8"), "gone é");
      const [event] = gateway.events;
      assert.deepEqual([event?.headers["x-a"], event?.headers["x-b"]], ["1", undefined]);
      assert.deepEqual(
        [event?.["rawPath"], event?.["rawQueryString"], event?.["queryStringParameters"]],
        ["/new 7", "a=1&a=2", { a: "1,2" }],
      );
      assert.deepEqual(
        [event?.["pathParameters"], event?.["routeKey"]],
        [{ id: "7" }, "GET /pets/{id}"],
      );
    });
  });

  it("requestContext tells of the request that was received", async () => {
    const graph = apiWith(route("GET /pets/{id}", { integration }));
    await using(graph, { handler }, async (gateway) => {
      await gateway.send("GET", "/pets/7");
      const [event] = gateway.events;
      const context = event?.requestContext;
      assert.deepEqual(
        [event?.headers["host"], event?.headers["user-agent"]],
        ["mapped.test", "mapped"],
      );
      assert.deepEqual(
        [context?.["domainName"], context?.http["path"], context?.http["userAgent"]],
        ["127.0.0.1", "/pets/7", ""],
      );
    });
  });

  it("so does the event of 1.0", async () => {
    const graph = apiWith(
      route("GET /pets/{id}", { integration: { ...integration, payloadFormatVersion: "1.0" } }),
    );
    await using(graph, { handler }, async (gateway) => {
      assert.equal((await gateway.send("GET", "/pets/7?a=1", sent)).status, 200);
      const [event] = gateway.events;
      assert.deepEqual(
        [event?.["path"], event?.["multiValueQueryStringParameters"]],
        ["/new%207", { a: ["1", "2"] }],
      );
      assert.deepEqual([event?.headers["x-a"], event?.headers["x-b"]], ["1", undefined]);
      assert.deepEqual(
        [
          event?.headers["host"],
          event?.requestContext["domainName"],
          event?.requestContext["path"],
        ],
        ["mapped.test", "127.0.0.1", "/pets/7"],
      );
    });
  });
});
