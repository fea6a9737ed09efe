import assert from "node:assert/strict";
import { using } from "../support/gateway.ts";
import {
  api,
  apiId,
  graphOf,
  lambda,
  permission,
  resource,
  route,
  stage,
} from "../support/graph.ts";

describe("gateway: stages", () => {
  const body = ["GET /pets/dog", "GET /dog", "GET /"].map((key) => route(key));
  const withStages = (...stages: ReturnType<typeof stage>[]) =>
    graphOf(api(), lambda("main"), permission("main"), ...stages, ...body);
  const cases: readonly (readonly [string, readonly string[], string, string])[] = [
    ["H1", ["$default"], "/pets/dog", "$default GET /pets/dog"],
    ["H3", ["$default", "pets"], "/pets/dog", "pets GET /dog"],
    ["H2", ["$default", "pets"], "/dog", "$default GET /dog"],
    ["H4", ["$default", "Pets"], "/pets/dog", "$default GET /pets/dog"],
    ["H5", ["dev"], "/dev", "dev GET /"],
    ["H5", ["dev"], "/dev/", "dev GET /"],
    ["H47", ["dev"], "/dev//", "404"],
    ["H2", ["dev"], "/dog", "404"],
    ["H9", [], "/dog", "404"],
  ];
  for (const [rule, names, path, want] of cases) {
    it(`${rule}: ${path} with stages ${names.join(", ") || "none"} → ${want}`, async () => {
      await using(withStages(...names.map((name) => stage(name))), {}, async (gateway) => {
        const reply = await gateway.send("GET", path);
        const event = gateway.events[0];
        const found = event
          ? `${String(event.requestContext["stage"])} ${String(event["routeKey"])}`
          : String(reply.status);
        assert.equal(found, want);
      });
    });
  }

  it("H7: a stage without a deployment is 404, one with a deployment serves", async () => {
    await using(withStages(stage("$default", { autoDeploy: false })), {}, async (gateway) => {
      assert.equal((await gateway.send("GET", "/dog")).body, '{"message":"Not Found"}');
    });
    const released = stage("$default", { autoDeploy: false, deploymentId: "d1" });
    await using(withStages(released), {}, async (gateway) => {
      assert.equal((await gateway.send("GET", "/dog")).status, 200);
    });
  });

  it("H7: a stage serves the routes that its deployment depends on, directly or not", async () => {
    const [early, late] = [route("GET /early"), route("GET /late")];
    const held = early.find(({ type }) => type.endsWith(":Route"))?.urn ?? "";
    const between = resource("pulumi:providers:time", "between", "t1");
    const deployment = resource("aws:apigatewayv2/deployment:Deployment", "release", "d1", {
      apiId,
    });
    const graph = graphOf(
      api(),
      lambda("main"),
      permission("main"),
      ...early,
      { ...between, dependsOn: [held] },
      { ...deployment, dependsOn: [between.urn] },
      ...late,
      stage("$default", { autoDeploy: false, deploymentId: "d1" }),
    );
    await using(graph, {}, async (gateway) => {
      assert.equal((await gateway.send("GET", "/early")).status, 200);
      assert.equal((await gateway.send("GET", "/late")).status, 404);
    });
  });

  it("H10: a switched-off default endpoint is 404", async () => {
    const graph = graphOf(
      api({ disableExecuteApiEndpoint: true }),
      stage(),
      lambda("main"),
      permission("main"),
      ...body,
    );
    await using(graph, {}, async (gateway) =>
      assert.equal((await gateway.send("GET", "/dog")).status, 404),
    );
  });

  it("an API made by quick create serves its function on $default", async () => {
    const arn = String(lambda("main").outputs["arn"]);
    await using(
      graphOf(api({ target: arn }), lambda("main"), permission("main")),
      {},
      async (gateway) => {
        assert.equal((await gateway.send("POST", "/any/thing")).status, 200);
        assert.equal(gateway.events[0]?.["routeKey"], "$default");
      },
    );
  });
});
