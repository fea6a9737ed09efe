import assert from "node:assert/strict";
import { accessLogFormat } from "../../components/api/access-log";
import { HttpApi } from "../../components/http-api";
import type { HttpApiArgs } from "../../components/api/http-api-args";
import { limits } from "../../components/shared/limits";
import type { RouteTable } from "../../components/api/route-table";
import { childrenOf, inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

const authorizer = {
  issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3",
  audience: ["client"],
  scopes: ["orders/read", "orders/write"],
} as const;

const answer = async () => ({ statusCode: 200, body: "[]" });

describe("HttpApi, as in its example", () => {
  const recording = recordedOnce(() => {
    const api = new HttpApi("api", {});
    api.addRoutes(authorizer, {
      "GET /orders": { scopes: ["orders/read"], handler: answer },
      "GET /health": { public: "Health check", handler: answer },
    });
    return { url: api.url, id: api.id };
  });

  it("consists of an API, its stage, its access log, one authorizer and a component per route", async () => {
    assert.deepEqual(childrenOf(await recording(), "api"), [
      "Api api",
      "Authorizer api-jwt",
      "LambdaRoute api-get-health",
      "LambdaRoute api-get-orders",
      "LogGroup api-access-log",
      "Stage api-stage",
    ]);
  });

  it("opens nothing to other origins", async () => {
    assert.deepEqual(inputs(await recording(), types.api, "api"), {
      protocolType: "HTTP",
      ipAddressType: "dualstack",
    });
  });

  it("has one stage that releases changes by itself, with limits, metrics and an access log", async () => {
    const api = resource(await recording(), types.api, "api");
    const log = resource(await recording(), types.logGroup, "api-access-log");
    assert.deepEqual(inputs(await recording(), types.stage, "api-stage"), {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.outputs["arn"], format: accessLogFormat },
      defaultRouteSettings: {
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
        detailedMetricsEnabled: true,
      },
      routeSettings: [
        {
          routeKey: "GET /health",
          throttlingRateLimit: 50,
          throttlingBurstLimit: 100,
          detailedMetricsEnabled: true,
        },
      ],
    });
  });

  it("F127: makes the stage after the routes whose limits it holds", async () => {
    const { dependsOn } = resource(await recording(), types.stage, "api-stage");
    const { urn } = resource(await recording(), types.route, "api-get-health-route");
    assert.ok(dependsOn.includes(urn));
  });

  it("keeps the access log for a year, under the prefix of vended logs", async () => {
    const { id } = resource(await recording(), types.api, "api");
    assert.deepEqual(inputs(await recording(), types.logGroup, "api-access-log"), {
      name: `/aws/vendedlogs/http-api/${id}`,
      retentionInDays: 365,
      tags: { encryption: "service-owned key" },
    });
  });

  it("takes tokens from the Authorization header only", async () => {
    const { id } = resource(await recording(), types.api, "api");
    assert.deepEqual(inputs(await recording(), types.authorizer, "api-jwt"), {
      apiId: id,
      authorizerType: "JWT",
      name: "jwt",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: {
        issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3",
        audiences: ["client"],
      },
    });
  });

  it("gives its URL without a trailing slash", async () => {
    const { id } = resource(await recording(), types.api, "api");
    const { outputs } = await recording();
    assert.deepEqual(outputs, { url: `https://${id}.execute-api.us-east-1.amazonaws.com`, id });
  });
});

describe("the access log's format", () => {
  it("is JSON below 3 KB that explains refusals and holds no token, cookie or query", () => {
    const format = JSON.parse(accessLogFormat) as Record<string, string>;
    assert.ok(accessLogFormat.length < limits.accessLogFormatBytes);
    assert.equal(format["authorizerError"], "$context.authorizer.error");
    assert.equal(format["requestId"], "$context.requestId");
    assert.deepEqual(
      Object.values(format).filter((variable) => /header|cookie|query|userAgent/i.test(variable)),
      [],
    );
  });
});

describe("HttpApi with arguments", () => {
  const recording = recordedOnce(() => {
    const api = new HttpApi("shop", {
      cors: { origins: ["https://app.example.net"], methods: ["GET"] },
      throttle: { rate: 5, burst: 9 },
      logRetentionDays: 7,
    });
    const other = { ...authorizer, name: "partners" };
    api.addRoutes(authorizer, { "GET /orders": { scopes: ["orders/read"], handler: answer } });
    api.addRoutes(authorizer, { "PUT /orders": { scopes: ["orders/write"], handler: answer } });
    api.addRoutes(
      other,
      {
        "GET /partners": { scopes: ["orders/read"], handler: answer },
        "GET /status": {
          public: "Says that it runs",
          handler: answer,
          timeoutSeconds: 3,
          environment: { MODE: "2" },
        },
      },
      { timeoutSeconds: 20, memoryMb: 512, environment: { TABLE: "1", MODE: "1" } },
    );
  });

  it("F120: allows exactly the named origins, without credentials", async () => {
    assert.deepEqual(inputs(await recording(), types.api, "shop")["corsConfiguration"], {
      allowOrigins: ["https://app.example.net"],
      allowMethods: ["GET"],
      allowHeaders: ["authorization", "content-type"],
      maxAge: 600,
      allowCredentials: false,
    });
  });

  it("F123: allows the header with the token, whatever else is allowed", async () => {
    const origins = ["https://app.example.net"];
    const other = await recorded(
      () =>
        new HttpApi("api", {
          cors: { origins, headers: ["X-Order", "Authorization"], exposeHeaders: ["etag"] },
        }),
    );
    const { corsConfiguration } = inputs(other, types.api, "api");
    const { allowHeaders, exposeHeaders } = corsConfiguration as Record<string, unknown>;
    assert.deepEqual(allowHeaders, ["authorization", "X-Order"]);
    assert.deepEqual(exposeHeaders, ["etag"]);
  });

  it("says that the service's own key protects its logs", async () => {
    assert.deepEqual(inputs(await recording(), types.logGroup, "shop-get-orders-logs")["tags"], {
      encryption: "service-owned key",
    });
  });

  it("has the given limits and retention", async () => {
    const stage = inputs(await recording(), types.stage, "shop-stage");
    assert.deepEqual(stage["defaultRouteSettings"], {
      throttlingRateLimit: 5,
      throttlingBurstLimit: 9,
      detailedMetricsEnabled: true,
    });
    assert.equal(
      inputs(await recording(), types.logGroup, "shop-access-log")["retentionInDays"],
      7,
    );
    assert.equal(
      inputs(await recording(), types.logGroup, "shop-get-orders-logs")["retentionInDays"],
      7,
    );
  });

  it("makes one authorizer per name, however many tables use it", async () => {
    const authorizers = (await recording()).resources.filter(
      (one) => one.type === types.authorizer,
    );
    assert.deepEqual(authorizers.map(({ name }) => name).sort(), ["shop-jwt", "shop-partners"]);
    const idOf = async (route: string) =>
      inputs(await recording(), types.route, route)["authorizerId"];
    assert.equal(
      await idOf("shop-get-orders-route"),
      resource(await recording(), types.authorizer, "shop-jwt").id,
    );
    assert.equal(
      await idOf("shop-put-orders-route"),
      resource(await recording(), types.authorizer, "shop-jwt").id,
    );
    assert.equal(
      await idOf("shop-get-partners-route"),
      resource(await recording(), types.authorizer, "shop-partners").id,
    );
  });

  it("F103: a route's own settings win over the table's", async () => {
    const plain = inputs(await recording(), types.function, "shop-get-partners");
    const own = inputs(await recording(), types.function, "shop-get-status");
    const shown = ({ timeout, memorySize, environment }: typeof plain) => ({
      timeout,
      memorySize,
      environment,
    });
    assert.deepEqual(shown(plain), {
      timeout: 20,
      memorySize: 512,
      environment: { variables: { TABLE: "1", MODE: "1" } },
    });
    assert.deepEqual(shown(own), {
      timeout: 3,
      memorySize: 512,
      environment: { variables: { TABLE: "1", MODE: "2" } },
    });
  });
});

describe("HttpApi and preflight requests", () => {
  const table: RouteTable<"orders/read"> = {
    "ANY /orders/{id}": { scopes: ["orders/read"], handler: answer },
    "ANY /open": { public: "Open", handler: answer },
    "ANY /own": { scopes: ["orders/read"], handler: answer },
    "OPTIONS /own": { public: "Preflight of our own", handler: answer },
    "GET /plain": { scopes: ["orders/read"], handler: answer },
    $default: { scopes: ["orders/read"], handler: answer },
  };
  const routesWith = async (args: HttpApiArgs) => {
    const recording = await recorded(() => new HttpApi("api", args).addRoutes(authorizer, table));
    return recording.resources
      .filter((one) => one.type === types.route)
      .map(({ inputs: { routeKey } }) => routeKey);
  };

  it("F121, H229: opens OPTIONS for what a protected catch-all would answer 401", async () => {
    const routes = await routesWith({ cors: { origins: ["https://app.example.net"] } });
    assert.deepEqual(routes.filter((routeKey) => String(routeKey).startsWith("OPTIONS")).sort(), [
      "OPTIONS /",
      "OPTIONS /orders/{id}",
      "OPTIONS /own",
      "OPTIONS /{proxy+}",
    ]);
  });
  it("F121: opens nothing where no other origin may call", async () => {
    const routes = await routesWith({});
    assert.equal(routes.length, Object.keys(table).length);
  });
});

describe("HttpApi refuses", () => {
  const handler = answer;
  const refusedArgs: readonly [string, HttpApiArgs, string][] = [
    [
      "no origin",
      { cors: { origins: [] } },
      "cors.origins is empty: name the sites, or leave cors out.",
    ],
    [
      "every origin",
      { cors: { origins: ["*"] } },
      'cors.origins has "*": it must be an origin such as https://app.example.com.',
    ],
    [
      "an origin with a path",
      { cors: { origins: ["https://a.b/"] } },
      'cors.origins has "https://a.b/": it must be an origin, without path or trailing slash: https://a.b.',
    ],
    [
      "H218: every header",
      { cors: { origins: ["https://a.b"], headers: ["*"] } },
      'cors.headers has "*", which browsers do not take for everything: name each.',
    ],
    [
      "H244: a rate of 0",
      { throttle: { rate: 0, burst: 1 } },
      "throttle.rate is 0: it must be a whole number from 1 to 10000.",
    ],
    [
      "a negative burst",
      { throttle: { rate: 1, burst: -1 } },
      "throttle.burst is -1: it must be a whole number from 1 to 10000.",
    ],
    [
      "an odd retention",
      { logRetentionDays: 2 },
      "logRetentionDays is 2: CloudWatch keeps logs for one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
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

  // As a caller without types could write it.
  const refusedTables: readonly [string, object, string][] = [
    [
      "a route that says nothing about access",
      { "GET /x": { handler } },
      'routes["GET /x"] says nobody may call it: give it scopes (at least one), or public with the reason why everybody may.',
    ],
    [
      "a key without method",
      { "/x": { public: "Open", handler } },
      'routes["/x"] must be "$default" or METHOD /path, METHOD one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY.',
    ],
    [
      "a scope that the authorizer does not define",
      { "GET /x": { scopes: ["x/y"], handler } },
      'routes["GET /x"] requires scope "x/y", which the auth layer does not define. Add it to scopes or remove it from the route.',
    ],
    [
      "H25: one path with two parameter names",
      { "GET /x/{a}": { public: "Open", handler }, "GET /x/{b}": { public: "Open", handler } },
      'routes["GET /x/{b}"] is the same route as "GET /x/{a}", which the API has already: the names of parameters do not tell routes apart.',
    ],
    [
      "a parameter called like plain text of another route",
      { "GET /x/a": { public: "Open", handler }, "GET /x/{a}": { public: "Open", handler } },
      'routes["GET /x/{a}"] and "GET /x/a" are both named "api-get-x-a": rename the parameter.',
    ],
    [
      "F104: a function that outlives the gateway",
      { "GET /x": { public: "Open", handler, timeoutSeconds: 30 } },
      'routes["GET /x"].timeoutSeconds is 30: it must be a whole number from 1 to 29.',
    ],
    [
      "half a megabyte of memory",
      { "GET /x": { public: "Open", handler, memoryMb: 128.5 } },
      'routes["GET /x"].memoryMb is 128.5: it must be a whole number from 128 to 10240.',
    ],
    [
      "a wildcard among actions",
      {
        "GET /x": {
          public: "Open",
          handler,
          policies: [{ actions: ["s3:*"], resources: ["arn:aws:s3:::b"] }],
        },
      },
      'routes["GET /x"].policies allows "s3:*": name each action, such as "dynamodb:GetItem".',
    ],
    [
      "every resource",
      {
        "GET /x": {
          public: "Open",
          handler,
          policies: [{ actions: ["s3:GetObject"], resources: ["*"] }],
        },
      },
      'routes["GET /x"].policies names a resource that is no ARN: name each resource by its ARN.',
    ],
    [
      "more routes than an API has",
      Object.fromEntries(
        Array.from({ length: 301 }, (_, index) => [`GET /r${index}`, { public: "Open", handler }]),
      ),
      "The API has 301 routes: API Gateway takes at most 300. Divide them between two APIs.",
    ],
  ];
  for (const [title, table, message] of refusedTables) {
    it(title, async () => {
      const program = () =>
        new HttpApi("api", {}).addRoutes(authorizer, table as RouteTable<never>);
      await assert.rejects(recorded(program), { message });
    });
  }

  it("a route that another table has", async () => {
    const program = () => {
      const api = new HttpApi("api", {});
      api.addRoutes(authorizer, { "GET /x": { public: "Open", handler } });
      api.addRoutes(authorizer, { "GET /x": { scopes: ["orders/read"], handler } });
    };
    await assert.rejects(recorded(program), {
      message: 'routes["GET /x"] is the same route as "GET /x", which the API has already.',
    });
  });

  it("two authorizers of one name", async () => {
    const program = () => {
      const api = new HttpApi("api", {});
      api.addRoutes(authorizer, { "GET /x": { scopes: ["orders/read"], handler } });
      api.addRoutes({ ...authorizer }, { "GET /y": { scopes: ["orders/read"], handler } });
    };
    await assert.rejects(recorded(program), {
      message: 'The API has another authorizer named "jwt": give this one a name of its own.',
    });
  });

  const refusedAuthorizers: readonly [string, object, string][] = [
    [
      "an issuer without https",
      { issuer: "http://a.b" },
      'authorizer.issuer is "http://a.b": it must be an https:// address without query or fragment.',
    ],
    [
      "an issuer with a query",
      { issuer: "https://a.b/?x" },
      'authorizer.issuer is "https://a.b/?x": it must be an https:// address without query or fragment.',
    ],
    [
      "no audience",
      { audience: [] },
      "authorizer.audience is empty: name at least one app client, or every token is refused.",
    ],
    [
      "an object that only looks like one",
      { audience: undefined },
      "authorizer.audience is missing: take the authorizer of an AuthLayer, or name the app clients.",
    ],
    [
      "more than 50 audiences",
      { audience: Array.from({ length: 51 }, String) },
      "authorizer.audience has 51 entries: API Gateway takes at most 50. Divide the clients between two authorizers.",
    ],
  ];
  for (const [title, change, message] of refusedAuthorizers) {
    it(title, async () => {
      const program = () => new HttpApi("api", {}).addRoutes({ ...authorizer, ...change }, {});
      await assert.rejects(recorded(program), { message });
    });
  }
});
