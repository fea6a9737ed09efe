import { deepEqual, equal, match } from "node:assert/strict";
import { openGateway, type SendOptions, type TestGateway, using } from "../support/gateway.ts";
import { apiId, stage } from "../support/graph.ts";
import { allowed, answering, apiArn, asked, guarded, key, served } from "../support/guarded.ts";

describe("gateway: identity sources of Lambda authorizers", () => {
  const identitySources = [
    "$request.header.X-Key",
    "$request.querystring.tenant",
    "$context.identity.sourceIp",
    "$stageVariables.realm",
  ];
  const stages = [stage(), stage("dev", { stageVariables: { realm: "north" } })];
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(guarded({ identitySources }, stages), answering(allowed));
  });
  beforeEach(() => gateway.events.splice(0));
  after(() => gateway.close());

  const missing: readonly (readonly [string, string, SendOptions])[] = [
    ["H195: no header", "/dev/a?tenant=t", {}],
    ["H196: an empty header", "/dev/a?tenant=t", { headers: [key("")] }],
    ["H195: no query parameter", "/dev/a", { headers: [key("k")] }],
    ["H196: an empty query parameter", "/dev/a?tenant=", { headers: [key("k")] }],
    ["H144: a query parameter in other case", "/dev/a?Tenant=t", { headers: [key("k")] }],
    ["H195: no stage variable", "/a?tenant=t", { headers: [key("k")] }],
    ["T009: the header's value in the query", "/dev/a?tenant=t&X-Key=k", {}],
  ];
  for (const [title, path, sent] of missing) {
    it(`${title} is 401, and the function is not asked`, async () => {
      const reply = await gateway.send("GET", path, sent);
      deepEqual([reply.status, reply.body], [401, '{"message":"Unauthorized"}']);
      equal(reply.headers["www-authenticate"], undefined);
      equal(gateway.events.length, 0);
    });
  }

  it("H197: the function gets the values in configured order", async () => {
    const headers = [["x-kEY", "a,b"] as const, key("c")];
    equal((await gateway.send("GET", "/dev/a?tenant=x%20y&tenant=z", { headers })).status, 200);
    deepEqual(asked(gateway)[0]?.["identitySource"], ["a,b,c", "x y,z", "127.0.0.1", "north"]);
  });

  for (const name of ["__proto__", "constructor", "toString"]) {
    for (const kind of ["$request.header", "$request.querystring", "$stageVariables", "$context"]) {
      it(`G043: ${kind}.${name} has no value that nobody gave`, async () => {
        const graph = guarded({ identitySources: [`${kind}.${name}`] });
        await using(graph, answering(allowed), async (one) => {
          equal((await one.send("GET", "/a?x=1", { headers: [key("k")] })).status, 401);
          equal(one.events.length, 0);
        });
      });
    }
  }

  it("H141, H195: the cookie header is an identity source like any other", async () => {
    const graph = guarded({ identitySources: ["$request.header.Cookie"] });
    await using(graph, answering(allowed), async (one) => {
      equal((await one.send("GET", "/a")).status, 401);
      equal((await one.send("GET", "/a", { headers: [["Cookie", "a=1; b=2"]] })).status, 200);
      deepEqual(asked(one)[0]?.["identitySource"], ["a=1; b=2"]);
    });
  });

  it("H195: without identity sources the function is asked about every request", async () => {
    await using(guarded({ identitySources: [] }), answering(allowed), async (one) => {
      equal((await one.send("GET", "/a")).status, 200);
      equal(asked(one)[0]?.["identitySource"], null);
    });
  });
});

describe("gateway: events of Lambda authorizers", () => {
  const stages = [stage(), stage("dev", { stageVariables: { table: "orders" } })];
  const host = `${apiId}.execute-api.eu-west-1.amazonaws.com`;
  const sent: SendOptions = {
    headers: [
      ["Host", host],
      ["X-Key", "k"],
      ["X-Trace", "one"],
      ["X-Trace", "two"],
      ["Cookie", "session=abc; theme=dark"],
      ["User-Agent", "demo/1.0"],
      ["Content-Type", "text/plain"],
    ],
    body: "secret body",
  };

  it("H197, H198: payload format 2.0, member by member, without the body", async () => {
    await using(guarded({}, stages), answering(allowed), async (gateway) => {
      equal((await gateway.send("PUT", "/dev/items/a%20b?tag=x&tag=y", sent)).status, 200);
      const [event] = asked(gateway);
      const { "x-amzn-trace-id": trace, ...headers } = event?.headers ?? {};
      match(trace ?? "", /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
      const { authorizer, ...requestContext } = { ...served(gateway)[0]?.requestContext };
      deepEqual(authorizer, { lambda: null });
      deepEqual(
        { ...event, headers },
        {
          version: "2.0",
          type: "REQUEST",
          routeArn: `${apiArn}/dev/PUT/items/a b`,
          identitySource: ["k"],
          routeKey: "ANY /items/{id}",
          rawPath: "/dev/items/a b",
          rawQueryString: "tag=x&tag=y",
          cookies: ["session=abc", "theme=dark"],
          headers: {
            host,
            "x-key": "k",
            "x-trace": "one,two",
            "user-agent": "demo/1.0",
            "content-type": "text/plain",
            "content-length": "11",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
          },
          queryStringParameters: { tag: "x,y" },
          requestContext,
          pathParameters: { id: "a b" },
          stageVariables: { table: "orders" },
        },
      );
      equal(served(gateway)[0]?.["body"], "secret body");
    });
  });

  it("H197, H198: payload format 1.0, member by member, without the body", async () => {
    const inputs = {
      authorizerPayloadFormatVersion: "1.0",
      identitySources: ["$request.header.X-Key", "$request.querystring.tag"],
    };
    const answer = answering(
      '{"principalId":"ada","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}',
    );
    await using(guarded(inputs, stages), answer, async (gateway) => {
      equal((await gateway.send("PUT", "/dev/items/a%20b?tag=x&tag=y", sent)).status, 200);
      const [event] = asked(gateway);
      const { requestContext, headers, multiValueHeaders, ...members } = { ...event };
      deepEqual(members, {
        version: "1.0",
        type: "REQUEST",
        methodArn: `${apiArn}/dev/PUT/items/a b`,
        identitySource: "k,x,y",
        authorizationToken: "k,x,y",
        resource: "/items/{id}",
        path: "/dev/items/a%20b",
        httpMethod: "PUT",
        queryStringParameters: { tag: "y" },
        multiValueQueryStringParameters: { tag: ["x", "y"] },
        pathParameters: { id: "a b" },
        stageVariables: { table: "orders" },
      });
      equal(headers?.["x-trace"], "two");
      deepEqual((multiValueHeaders as Record<string, string[]>)["x-trace"], ["one", "two"]);
      equal(headers?.["cookie"], "session=abc; theme=dark");
      equal(requestContext?.["stage"], "dev");
      equal(requestContext?.["resourcePath"], "/items/{id}");
      equal("authorizer" in (requestContext ?? {}), false);
    });
  });

  const arns: readonly (readonly [string, string, string])[] = [
    ["GET", "/a", "$default/GET/a"],
    ["DELETE", "/items/7", "$default/DELETE/items/7"],
    ["POST", "/anything/else/", "$default/POST/anything/else/"],
    ["GET", "/", "$default/GET/"],
    ["GET", "/dev", "dev/GET/"],
    ["GET", "/items/*", "$default/GET/items/*"],
  ];
  for (const [method, path, arn] of arns) {
    it(`H198: ${method} ${path} has the concrete ARN …/${arn}`, async () => {
      await using(guarded({}, stages), answering(allowed), async (gateway) => {
        await gateway.send(method, path, { headers: [key("k")] });
        equal(asked(gateway)[0]?.["routeArn"], `${apiArn}/${arn}`);
      });
    });
  }
});
