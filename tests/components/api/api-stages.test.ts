import assert from "node:assert/strict";
import { HttpApi } from "../../../components/http-api";
import type { HttpApiArgs } from "../../../components/api/http-api-args";
import { inputs, recorded, recordedOnce, resource, types } from "../../support/recorded";

const authorizer = { issuer: "https://issuer.test", audience: ["a"], scopes: ["x/y"] } as const;
const handler = async () => ({ statusCode: 200 });
const limits = (rate: number, burst: number) => ({
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
  detailedMetricsEnabled: true,
});

describe("stages with names", () => {
  const recording = recordedOnce(() => {
    const api = new HttpApi("api", {
      throttle: { rate: 9, burst: 9 },
      stages: {
        development: { variables: { COLOR: "blue" }, throttle: { rate: 5, burst: 5 } },
        production: { autoDeploy: false, deploymentId: "d1e2f3" },
      },
    });
    api.addRoutes(authorizer, {
      "GET /x": { scopes: ["x/y"], handler, throttle: { rate: 2, burst: 4 } },
      "GET,HEAD /open": { public: "Open", handler },
    });
    return { url: api.url, ...api.stageUrls };
  });
  const stage = async (name: string) => inputs(await recording(), types.stage, name);

  it("F124: release changes by themselves, and have variables and limits of their own", async () => {
    const { name, autoDeploy, deploymentId, stageVariables, defaultRouteSettings } =
      await stage("api-development-stage");
    assert.deepEqual(
      { name, autoDeploy, deploymentId, stageVariables, defaultRouteSettings },
      {
        name: "development",
        autoDeploy: true,
        deploymentId: undefined,
        stageVariables: { COLOR: "blue" },
        defaultRouteSettings: limits(5, 5),
      },
    );
  });

  it("F124, H290: stay at a deployment where they are told to", async () => {
    const { autoDeploy, deploymentId, defaultRouteSettings } = await stage("api-production-stage");
    assert.deepEqual(
      { autoDeploy, deploymentId, defaultRouteSettings },
      { autoDeploy: false, deploymentId: "d1e2f3", defaultRouteSettings: limits(9, 9) },
    );
  });

  it("F124: have addresses below the API's, the first one's being the API's own", async () => {
    const { outputs } = await recording();
    const endpoint = resource(await recording(), types.api, "api").outputs["apiEndpoint"];
    assert.deepEqual(outputs, {
      url: `${String(endpoint)}/development`,
      development: `${String(endpoint)}/development`,
      production: `${String(endpoint)}/production`,
    });
  });

  it("F127: hold the limits of routes: their own, else half of the API's for public ones", async () => {
    const { routeSettings } = await stage("api-production-stage");
    assert.deepEqual(routeSettings, [
      { routeKey: "GET /x", ...limits(2, 4) },
      { routeKey: "GET /open", ...limits(5, 5) },
      { routeKey: "HEAD /open", ...limits(5, 5) },
    ]);
  });

  it("F139: share one permission for each function, of this API only", async () => {
    const { id } = resource(await recording(), types.api, "api");
    const { sourceArn } = inputs(await recording(), types.permission, "api-get-x-permission");
    assert.equal(sourceArn, `arn:aws:execute-api:us-east-1:123456789012:${id}/*/GET/x`);
  });
});

describe("a route for several methods", () => {
  const recording = recordedOnce(() =>
    new HttpApi("api", {}).addRoutes(authorizer, {
      "GET,HEAD /x/{id}": { scopes: ["x/y"], handler },
    }),
  );

  it("F105: is a route for each, one function and one permission", async () => {
    const routeKeyOf = async (name: string) =>
      inputs(await recording(), types.route, name)["routeKey"];
    assert.equal(await routeKeyOf("api-get_head-x-id-get-route"), "GET /x/{id}");
    assert.equal(await routeKeyOf("api-get_head-x-id-head-route"), "HEAD /x/{id}");
    const { sourceArn } = inputs(
      await recording(),
      types.permission,
      "api-get_head-x-id-permission",
    );
    assert.match(String(sourceArn), /\/\$default\/\*\/x\/\{id\}$/);
  });
});

describe("scopes of a table", () => {
  it("F114: are those of the routes that name none", async () => {
    const two = { ...authorizer, scopes: ["x/y", "x/z"] } as const;
    const recording = await recorded(() =>
      new HttpApi("api", {}).addRoutes(
        two,
        {
          "GET /a": { handler },
          "GET /b": { scopes: ["x/z"], handler },
          "GET /c": { public: "Open", handler },
        },
        { scopes: ["x/y"] },
      ),
    );
    const scopesOf = (name: string) =>
      inputs(recording, types.route, `api-get-${name}-route`)["authorizationScopes"];
    assert.deepEqual(["a", "b", "c"].map(scopesOf), [["x/y"], ["x/z"], undefined]);
  });
});

describe("stages and routes are refused", () => {
  const refusedArgs: readonly [string, HttpApiArgs, string][] = [
    ["F124: none", { stages: {} }, "stages has 0: an API has 1 to 10."],
    [
      "F124: with a name that AWS does not take",
      { stages: { "a b": {} } },
      'stages["a b"] must be "$default" or up to 128 letters, digits, dashes and underscores.',
    ],
    [
      "with a variable's value that AWS does not take",
      { stages: { dev: { variables: { A: "a b" } } } },
      'stages["dev"].variables["A"] is "a b": use letters, digits and - . _ ~ : / ? # & = , only.',
    ],
    [
      "H244: with a limit of nothing",
      { stages: { dev: { throttle: { rate: 0, burst: 1 } } } },
      'stages["dev"].throttle.rate is 0: it must be a whole number from 1 to 10000.',
    ],
  ];
  for (const [title, args, message] of refusedArgs) {
    it(title, async () => {
      await assert.rejects(
        recorded(() => void new HttpApi("api", args)),
        { message },
      );
    });
  }

  const open = { public: "Open", handler };
  const refusedTables: readonly [string, object, string][] = [
    [
      "H3: a path that a stage hides",
      { "GET /dev/x": open },
      'routes["GET /dev/x"] is never reached: the stage "dev" answers below /dev. Rename one.',
    ],
    [
      "F105: a method twice",
      { "GET,GET /x": open },
      'routes["GET,GET /x"] names a method twice: remove one.',
    ],
    [
      "F105: a method that another entry has",
      { "GET /x": open, "HEAD,GET /x": open },
      'routes["HEAD,GET /x"] is the same route as "GET /x", which the API has already.',
    ],
    [
      "F105: ANY beside a method",
      { "GET,ANY /x": open },
      'routes["GET,ANY /x"] names ANY beside other methods: ANY is all of them. Remove the others.',
    ],
    [
      "F127: a limit of nothing",
      { "GET /x": { ...open, throttle: { rate: 1, burst: 0 } } },
      'routes["GET /x"].throttle.burst is 0: it must be a whole number from 1 to 10000.',
    ],
    [
      "F142: a function that is never called",
      { "GET /x": { ...open, reservedConcurrency: 0 } },
      'routes["GET /x"].reservedConcurrency is 0: it must be a whole number from 1 on; 0 switches the function off.',
    ],
    [
      "F143: a variable that no environment takes",
      { "GET /x": { ...open, environment: { "my-table": "a" } } },
      'routes["GET /x"].environment has "my-table": use a letter, then letters, digits and underscores, two characters or more.',
    ],
  ];
  for (const [title, table, message] of refusedTables) {
    it(title, async () => {
      const stages = { $default: {}, dev: {} };
      const program = () => new HttpApi("api", { stages }).addRoutes(authorizer, table as never);
      await assert.rejects(recorded(program), { message });
    });
  }

  it("F127: a limit that comes after the stage", async () => {
    const program = async () => {
      const api = new HttpApi("api", {});
      await new Promise((resolve) => setImmediate(resolve));
      api.addRoutes(authorizer, {
        "GET /open": open,
        "GET /x": { ...open, throttle: { rate: 1, burst: 1 } },
      });
    };
    await assert.rejects(recorded(program), {
      message:
        'routes["GET /x"].throttle comes too late, the stage has its limits: add the route before the program awaits anything.',
    });
  });
});
