import assert from "node:assert/strict";
import { matchMapping, readDomainNames } from "../../../local/gateway/domain-names.ts";
import type { CreationError } from "../../../local/program/creation-error.ts";
import { defaultSwitches } from "../../../local/gateway/switches.ts";
import type { Properties, Resource } from "../../../local/program/graph.ts";
import { awsHostNames } from "../../../local/host-names.ts";
import { unmodelled } from "../../../local/not-served.ts";
import { openGateway, type TestGateway, using } from "./support/gateway.ts";
import {
  accountId,
  api,
  apiId,
  apiWith,
  graphOf,
  lambda,
  permission,
  region,
  resource,
  route,
  stage,
} from "./support/graph.ts";

const host = "api.example.com";
const adminId = "z9y8x7w6v5";

function domain(name = host, inputs: Properties = {}): Resource {
  return resource("aws:apigatewayv2/domainName:DomainName", name, name, {
    domainName: name,
    ...inputs,
  });
}

function mapping(key: string, inputs: Properties = {}): Resource {
  const name = `mapping-${key}`;
  return resource("aws:apigatewayv2/apiMapping:ApiMapping", name, name, {
    apiId,
    domainName: host,
    stage: "$default",
    ...(key === "" ? {} : { apiMappingKey: key }),
    ...inputs,
  });
}

/** A second API of the graph: one route, a stage `live`, its default endpoint switched off. */
function adminApi(): Resource[] {
  const own = { apiId: adminId };
  const arn = `arn:aws:execute-api:${region}:${accountId}:${adminId}/*/*`;
  return [
    { ...api({ disableExecuteApiEndpoint: true }), urn: "urn:admin", name: "admin", id: adminId },
    { ...stage("live", own), urn: "urn:live" },
    permission("main", { sourceArn: arn }),
    ...route("GET /users/{id}", { route: own, integration: own }),
  ];
}

const to = (name: string) => ({ headers: [["Host", name] as const] });

describe("gateway: custom domain names", () => {
  let gateway: TestGateway;
  before(async () => {
    const stages = [stage("$default"), stage("dev")];
    gateway = await openGateway(
      graphOf(
        api(),
        ...stages,
        lambda("main"),
        permission("main"),
        ...["GET /", "GET /orders", "GET /v1/orders", "GET /ping", "$default"].map((key) =>
          route(key),
        ),
        adminApi(),
        domain(),
        domain("*.example.org"),
        domain("empty.example.com"),
        mapping("v1"),
        mapping("v1/dev", { stage: "dev" }),
        mapping("v1/admin", { apiId: adminId, stage: "live" }),
        mapping("", { domainName: "*.example.org" }),
        mapping("far", { apiId: "elsewhere0" }),
      ),
    );
  });
  beforeEach(() => (gateway.events.length = 0));
  after(() => gateway.close());

  // Path of a request, then stage, route key and rawPath of the event.
  const served: readonly (readonly [rule: string, path: string, want: string])[] = [
    ["H11", "/v1/orders", "$default GET /orders /orders"],
    ["H12", "/v1/v1/orders", "$default GET /v1/orders /v1/orders"],
    ["H5", "/v1", "$default GET / /"],
    ["H5", "/v1/", "$default GET / /"],
    ["H11", "/v1/dev/orders", "dev GET /orders /dev/orders"],
    ["H11", "/v1/devil/orders", "$default $default /devil/orders"],
    ["H12", "/v1/v1/dev/orders", "$default $default /v1/dev/orders"],
    ["H50", "/v1/dev", "dev GET / /dev/"],
    ["H45", "/v1/dev/x/", "dev $default /dev/x/"],
    ["H38", "/%76%31/orders", "$default GET /orders /orders"],
    ["H10", "/v1/admin/users/7", "live GET /users/{id} /live/users/7"],
  ];
  for (const [rule, path, want] of served) {
    it(`${rule}: ${path} → ${want}`, async () => {
      const reply = await gateway.send("GET", path, to(host));
      const [event] = gateway.events;
      const context = event?.requestContext;
      const found = [context?.["stage"], context?.["routeKey"], event?.["rawPath"]].join(" ");
      assert.deepEqual([reply.status, found], [200, want]);
      assert.equal(context?.http["path"], event?.["rawPath"]);
    });
  }

  it("H12: a stage's name is not looked for behind a mapping", async () => {
    await gateway.send("GET", "/v1/live/orders", to(host));
    assert.equal(gateway.events[0]?.["rawPath"], "/live/orders");
  });

  it("H148: domainName and domainPrefix are the domain's, apiId the mapped API's", async () => {
    await gateway.send("GET", "/v1/admin/users/7", to("API.example.com:443"));
    const context = gateway.events[0]?.requestContext;
    const found = [context?.["domainName"], context?.["domainPrefix"], context?.["apiId"]];
    assert.deepEqual(found, [host, "api", adminId]);
  });

  it("H14: a path without mapping is 403 with a request id, and told to the log", async () => {
    for (const path of ["/", "/v2/orders", "/V1/orders", "/v1orders"]) {
      const reply = await gateway.send("GET", path, to(host));
      assert.deepEqual([reply.status, reply.body], [403, '{"message":"Forbidden"}']);
      assert.match(reply.headers["apigw-requestid"] ?? "", /^\w{15}=$/);
    }
    assert.match(
      gateway.log.at(-1) ?? "",
      /^403 GET \/v1orders \w{15}=: no mapping of api\.example\.com matches$/,
    );
    assert.equal((await gateway.send("GET", "/", to("empty.example.com"))).status, 403);
    assert.equal(gateway.events.length, 0);
  });

  it("H11: a mapping without key takes everything, under a wildcard any one label", async () => {
    assert.equal((await gateway.send("GET", "/orders", to("a.example.org"))).status, 200);
    assert.equal(gateway.events[0]?.requestContext["domainPrefix"], "a");
    for (const other of ["a.b.example.org", "example.org"]) {
      assert.equal((await gateway.send("GET", "/orders", to(other))).status, 403);
    }
  });

  it("H15: /ping and /sping of a domain reach no route, those of the default endpoint do", async () => {
    for (const path of ["/ping", "/sping"]) {
      const reply = await gateway.send("GET", path, to("a.example.org"));
      assert.deepEqual([reply.status, gateway.events.length], [200, 0]);
    }
    await gateway.send("GET", "/ping");
    assert.equal(gateway.events[0]?.["routeKey"], "GET /ping");
  });

  it("H295: another port, and a name around the domain's, are no domain name", async () => {
    for (const other of [`${host}:1`, `x.${host}`, `${host}.evil.test`, `${host},${host}`]) {
      assert.equal((await gateway.send("GET", "/v1/orders", to(other))).status, 403);
    }
    assert.equal(gateway.events.length, 0);
  });

  it("G038, G036: a target that is no path is 400 on a domain name too", async () => {
    assert.equal((await gateway.send("GET", "/v1/%ff", to(host))).status, 400);
  });

  it("answers 501 for a mapping to an API outside the program", async () => {
    const reply = await gateway.send("GET", "/far/x", to(host));
    assert.equal(reply.status, 501);
    assert.match(reply.body, /the mapping's API is not part of this program/);
  });

  it("H10, H295: behind a mapping a switched-off default endpoint still serves", async () => {
    const off = graphOf(
      api({ disableExecuteApiEndpoint: true }),
      stage(),
      lambda("main"),
      permission("main"),
      route("GET /x"),
      domain(),
      mapping(""),
    );
    await using(off, {}, async (closed) => {
      const endpoint = `${apiId}.execute-api.${region}.amazonaws.com`;
      for (const name of [`127.0.0.1:${closed.port}`, `localhost:${closed.port}`, endpoint]) {
        assert.equal((await closed.send("GET", "/x", to(name))).status, 404, name);
      }
      assert.match(closed.log[0] ?? "", /: the default endpoint is off$/);
      assert.equal((await closed.send("GET", "/x", to(host))).status, 200);
    });
  });

  it("H42: in payload 1.0 the path shows the mapping key", async () => {
    const old = route("GET /a/{id}", { integration: { payloadFormatVersion: "1.0" } });
    await using(apiWith(old, domain(), mapping("v1")), {}, async ({ send, events }) => {
      await send("GET", "/v1/a/b%20c?x=1", to(host));
      assert.deepEqual(
        [events[0]?.["path"], events[0]?.["resource"], events[0]?.requestContext["path"]],
        ["/v1/a/b%20c", "/a/{id}", "/a/b c"],
      );
    });
  });

  it("H279: the access log has the mapping, and the path with its stage", async () => {
    const format = "$context.requestId $context.customDomain.basePathMatched $context.path";
    const logged = stage("dev", {
      accessLogSettings: { destinationArn: "arn:aws:logs:x", format },
    });
    const graph = apiWith(
      logged,
      route("GET /orders"),
      domain(),
      mapping("v1/dev", { stage: "dev" }),
    );
    await using(graph, {}, async ({ send, accessLog }) => {
      await send("GET", "/v1/dev/orders", to(host));
      await send("GET", "/dev/orders");
      const lines = accessLog.map((line) => line.slice(17));
      assert.deepEqual(lines, ["v1/dev /dev/orders", "- /dev/orders"]);
    });
  });

  const shown = [
    ["rest", "/orders"],
    ["as-sent", "/v1/dev/orders"],
  ] as const;
  for (const [mappedPath, want] of shown) {
    it(`H50: switch U22 as ${mappedPath} shows ${want}`, async () => {
      const graph = apiWith(
        stage("dev"),
        route("GET /orders"),
        domain(),
        mapping("v1/dev", { stage: "dev" }),
      );
      await using(graph, { switches: { mappedPath } }, async ({ send, events }) => {
        await send("GET", "/v1/dev/orders", to(host));
        assert.equal(events[0]?.["rawPath"], want);
      });
    });
  }

  it("H14: the status without mapping is a switch", async () => {
    const switches = { unmappedPathStatus: 404 } as const;
    await using(apiWith(domain()), { switches }, async ({ send }) =>
      assert.equal((await send("GET", "/x", to(host))).status, 404),
    );
  });
});

describe("gateway: API mappings that AWS refuses", () => {
  const refusals: readonly (readonly [string, Resource[], RegExp])[] = [
    ["H13: a blank", [mapping("a b")], /apiMappingKey "a b": BadRequestException/],
    ["H13: a brace", [mapping("{id}")], /BadRequestException: a mapping key holds letters/],
    ["H13: 301 characters", [mapping("x".repeat(301))], /at most 300 characters/],
    ["H11: a slash in front", [mapping("/v1")], /parted by single slashes/],
    ["H11: a slash at the end", [mapping("v1/")], /parted by single slashes/],
    ["H11: a key twice", [mapping("v1"), mapping("v1")], /ConflictException: ApiMapping key/],
    [
      "H13: 201 keys of several levels",
      Array.from({ length: 201 }, (_, index) => mapping(`a/${index}`)),
      /apiMappingKey "a\/200": .*at most 200 multi-level mappings/,
    ],
    [
      "H11: a stage that is not there",
      [mapping("", { stage: "prod" })],
      /stage "prod": BadRequestException: Invalid stage identifier specified\. .*"api"/,
    ],
  ];
  for (const [title, mappings, message] of refusals) {
    it(title, () => {
      assert.throws(
        () => readDomainNames(apiWith(domain(), mappings)),
        (error: CreationError) => error.name === "CreationError" && message.test(error.message),
      );
    });
  }

  it("H296: a domain name twice in a Region is a ConflictException, in another Region it is not", () => {
    const twin = { ...domain(), name: "twin" };
    assert.throws(
      () => readDomainNames(apiWith(domain(), twin)),
      /"twin": domainName "api\.example\.com": ConflictException: The domain name you provided already/,
    );
    const elsewhere = { ...twin, region: "us-west-2" };
    assert.equal(readDomainNames(apiWith(domain(), elsewhere, mapping(""))).names.length, 1);
  });

  it("H13: takes every allowed character, 300 of them, and 200 keys of several levels", () => {
    const many = Array.from({ length: 199 }, (_, index) => mapping(`b/${index}`));
    const odd = mapping("aZ0$-_.+!*'()/x");
    const [names] = readDomainNames(
      apiWith(domain(), many, odd, mapping("x".repeat(300)), mapping("one")),
    ).names;
    assert.equal(names?.mappings.length, 202);
  });

  it("H11: the longest of all matching keys wins, in whatever order they were made", () => {
    const keys = ["", "a", "a/b", "a/b/c"];
    for (const order of [keys, keys.toReversed()]) {
      const [names] = readDomainNames(apiWith(domain(), ...order.map((key) => mapping(key)))).names;
      const found = ["x", "a/x", "a/b/x", "a/b/c"].map(
        (path) => names && matchMapping(names, path.split("/"))?.key,
      );
      assert.deepEqual(found, keys);
    }
  });

  it("says at start what of a domain name is not served", () => {
    const mutual = domain(host, { mutualTlsAuthentication: { truststoreUri: "s3://x/y" } });
    const rules = domain("r.example.com", { routingMode: "ROUTING_RULE_ONLY" });
    const graph = apiWith(mutual, rules, mapping("x", { apiId: "elsewhere0" }));
    assert.deepEqual(unmodelled(graph), [
      `aws:apigatewayv2/domainName:DomainName "${host}": mutualTlsAuthentication: no client certificate is asked for`,
      'aws:apigatewayv2/domainName:DomainName "r.example.com": routingMode: the API mappings alone decide',
    ]);
    assert.deepEqual(readDomainNames(graph).notServed, [
      'aws:apigatewayv2/apiMapping:ApiMapping "mapping-x": its API is not part of this program',
    ]);
  });

  it("design 5.2: functions reach the API by its domain name, not by a wildcard", () => {
    const hosts = awsHostNames(apiWith(domain(), domain("*.example.org")), (urn) => `at ${urn}`);
    assert.deepEqual(hosts, {
      [`${apiId}.execute-api.${region}.amazonaws.com`]: `at ${api().urn}`,
      [host]: `at ${api().urn}`,
    });
  });

  it("U22, H14: the defaults are the document's", () => {
    const { mappedPath, unmappedPathStatus } = defaultSwitches;
    assert.deepEqual([mappedPath, unmappedPathStatus], ["stage-and-rest", 403]);
  });
});
