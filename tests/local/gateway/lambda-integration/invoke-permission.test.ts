import assert from "node:assert/strict";
import { using } from "../support/gateway.ts";
import {
  api,
  apiId,
  apiWith,
  graphOf,
  lambda,
  permission,
  route,
  stage,
} from "../support/graph.ts";

describe("gateway: invoke permission", () => {
  const arn = `arn:aws:execute-api:eu-west-1:123456789012:${apiId}`;
  const cases: readonly (readonly [string, string, Parameters<typeof permission>[1], number])[] = [
    ["H288", "GET /pets/{id}", { sourceArn: `${arn}/*/*` }, 200],
    ["H288", "GET /pets/{id}", { sourceArn: `${arn}/*/*/pets/{id}` }, 200],
    ["H288", "GET /pets/{id}", { sourceArn: `${arn}/*/*/pets/*` }, 200],
    ["H288", "GET /pets/{id}", { sourceArn: `${arn}/$default/GET/pets/{id}` }, 200],
    ["H288", "GET /pets/{id}", { sourceArn: `${arn}/*/POST/pets/{id}` }, 500],
    ["H288", "GET /pets/{id}", { sourceArn: `${arn}/dev/*` }, 500],
    [
      "H288",
      "GET /pets/{id}",
      { sourceArn: "arn:aws:execute-api:eu-west-1:123456789012:zzzzzzzzzz/*/*" },
      500,
    ],
    ["H289", "ANY /pets/{id}", { sourceArn: `${arn}/*/*/pets/{id}` }, 200],
    ["H289", "ANY /pets/{id}", { sourceArn: `${arn}/*/GET/pets/{id}` }, 500],
    ["H288", "$default", { sourceArn: `${arn}/*/$default` }, 200],
    ["H187", "GET /pets/{id}", { principal: "cognito-idp.amazonaws.com" }, 500],
    ["H187", "GET /pets/{id}", { action: "lambda:GetFunction" }, 500],
    ["H187", "GET /pets/{id}", { function: "other" }, 500],
    [
      "H288",
      "GET /pets/{id}",
      { function: "arn:aws:lambda:eu-west-1:123456789012:function:main" },
      200,
    ],
    ["H187", "GET /pets/{id}", { qualifier: "live" }, 500],
    ["H288", "GET /pets/{id}", { action: "lambda:invokeFunction" }, 200],
    ["H187", "GET /pets/{id}", { sourceAccount: "999999999999" }, 500],
  ];
  for (const [rule, routeKey, inputs, status] of cases) {
    it(`${rule}: ${routeKey} with ${JSON.stringify(inputs)} → ${status}`, async () => {
      const graph = graphOf(
        api(),
        stage(),
        lambda("main"),
        permission("main", inputs),
        route(routeKey),
      );
      await using(graph, {}, async (gateway) => {
        assert.equal((await gateway.send("GET", "/pets/1")).status, status);
        assert.equal(gateway.events.length, status === 200 ? 1 : 0);
      });
    });
  }

  it("H187: without permission the access log says so, the client nothing", async () => {
    const format = '{"id":"$context.requestId","error":"$context.integrationErrorMessage"}';
    const logged = stage("$default", { accessLogSettings: { format, destinationArn: "x" } });
    await using(graphOf(api(), logged, lambda("main"), route("GET /x")), {}, async (gateway) => {
      const reply = await gateway.send("GET", "/x");
      assert.deepEqual([reply.status, reply.body], [500, '{"message":"Internal Server Error"}']);
      assert.match(gateway.accessLog[0] ?? "", /doesn't have permissions to call the integration/);
      assert.match(
        gateway.log[0] ?? "",
        /no aws\.lambda\.Permission lets apigateway\.amazonaws\.com call main/,
      );
    });
  });

  it("H187: an alias needs a permission of its own, which the log names", async () => {
    const alias = "arn:aws:lambda:eu-west-1:123456789012:function:main:live";
    const called = route("GET /x", { integration: { integrationUri: alias } });
    await using(apiWith(called), {}, async (gateway) => {
      assert.equal((await gateway.send("GET", "/x")).status, 500);
      assert.match(
        gateway.log[0] ?? "",
        /lets apigateway\.amazonaws\.com call main:live from arn:/,
      );
    });
    const permitted = [lambda("main"), permission("main", { qualifier: "live" }), called];
    await using(graphOf(api(), stage(), ...permitted), {}, async (gateway) =>
      assert.equal((await gateway.send("GET", "/x")).status, 200),
    );
  });

  it("H187: a function that is not in the graph is 500", async () => {
    const graph = apiWith(route("GET /x", { handler: "gone" }));
    await using(graph, {}, async (gateway) =>
      assert.equal((await gateway.send("GET", "/x")).status, 500),
    );
  });

  it("H277: a stage variable may name the function", async () => {
    const uri = "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}";
    const graph = graphOf(
      api(),
      stage("$default", { stageVariables: { fn: "main" } }),
      lambda("main"),
      permission("main"),
      route("GET /x", { integration: { integrationUri: uri } }),
    );
    await using(graph, {}, async (gateway) =>
      assert.equal((await gateway.send("GET", "/x")).status, 200),
    );
  });
});
