import assert from "node:assert/strict";
import type { Properties } from "../../../local/program/graph.ts";
import { type GatewayOptions, openGateway, type Reply } from "./support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "./support/graph.ts";
import { token } from "./support/tokens.ts";

const configured: Properties = {
  allowOrigins: ["https://www.example.com", "http://localhost:5173"],
  allowMethods: ["GET", "POST"],
  allowHeaders: ["authorization", "content-type"],
  exposeHeaders: ["x-total"],
  maxAge: 300,
  allowCredentials: true,
};
const app = "https://www.example.com";

/** The `access-control-*` headers of an answer. */
function corsOf(reply: Reply): Record<string, string> {
  const entries = Object.entries(reply.headers).filter(([name]) =>
    name.startsWith("access-control-"),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(15), value]));
}

async function ask(
  cors: Properties | undefined,
  request: { method: string; path: string; headers: readonly (readonly [string, string])[] },
  options: GatewayOptions = {},
): Promise<{ reply: Reply; calls: number }> {
  const gateway = await openGateway(
    graphOf(
      api(cors ? { corsConfiguration: cors } : {}),
      stage(),
      lambda("main"),
      permission("main"),
      authorizer(),
      route("GET /todos", { scopes: ["api/read"] }),
      route("ANY /closed", { scopes: ["api/read"] }),
      route("ANY /open"),
      route("OPTIONS /own"),
    ),
    options,
  );
  const reply = await gateway.send(request.method, request.path, { headers: request.headers });
  const calls = gateway.events.length;
  gateway.close();
  return { reply, calls };
}

const preflight = (
  path: string,
  origin: string,
  cors: Properties | undefined = configured,
  options: GatewayOptions = {},
) =>
  ask(
    cors,
    {
      method: "OPTIONS",
      path,
      headers: [
        ["Origin", origin],
        ["Access-Control-Request-Method", "GET"],
      ],
    },
    options,
  );
const get = (
  path: string,
  headers: readonly (readonly [string, string])[],
  cors: Properties | undefined = configured,
  options: GatewayOptions = {},
) => ask(cors, { method: "GET", path, headers }, options);

const full = {
  "allow-origin": app,
  "allow-credentials": "true",
  "expose-headers": "x-total",
  "allow-methods": "GET,POST",
  "allow-headers": "authorization,content-type",
  "max-age": "300",
};
const actual = { "allow-origin": app, "allow-credentials": "true", "expose-headers": "x-total" };

describe("gateway: CORS preflight", () => {
  for (const path of ["/todos", "/no/such/path", "/open"]) {
    it(`H220, H222, H223, H227, H228, T036: ${path} is answered by the gateway without a token`, async () => {
      const { reply, calls } = await preflight(path, app);
      assert.deepEqual([reply.status, reply.body, calls], [204, "", 0]);
      assert.deepEqual(corsOf(reply), full);
      assert.match(reply.headers["apigw-requestid"] ?? "", /=$/);
    });
  }

  for (const origin of [
    "https://evil.test",
    "null",
    "https://www.example.com.evil.test",
    "https://www.example.com:8443",
    "http://www.example.com",
    "HTTPS://WWW.EXAMPLE.COM",
  ]) {
    it(`H225, G047: ${origin} gets no CORS header`, async () => {
      const { reply } = await preflight("/todos", origin);
      assert.equal(reply.status, 204);
      assert.deepEqual(corsOf(reply), {});
    });
  }

  it("H229: a route that claims OPTIONS asks its authorizer first", async () => {
    const { reply } = await preflight("/closed", app);
    assert.equal(reply.status, 401);
  });

  it("H226, G047: the lists are the configured ones, whatever was asked", async () => {
    const { reply } = await ask(configured, {
      method: "OPTIONS",
      path: "/todos",
      headers: [
        ["Origin", app],
        ["Access-Control-Request-Method", "DELETE"],
        ["Access-Control-Request-Headers", "x-evil"],
      ],
    });
    assert.deepEqual(corsOf(reply), full);
  });

  it("H232: OPTIONS without Origin or without a method is routed like any other", async () => {
    const one = await ask(configured, {
      method: "OPTIONS",
      path: "/todos",
      headers: [["Origin", app]],
    });
    assert.equal(one.reply.status, 404);
    const two = await ask(configured, { method: "OPTIONS", path: "/open", headers: [] });
    assert.deepEqual([two.reply.status, two.calls], [200, 1]);
  });

  it("H231: an OPTIONS route of its own is answered by the gateway as well (switch U15)", async () => {
    const { reply, calls } = await preflight("/own", app);
    assert.deepEqual([reply.status, calls, corsOf(reply)], [204, 0, full]);
    const run = await preflight("/own", app, configured, {
      switches: { preflightRunsIntegration: true },
    });
    assert.deepEqual([run.reply.status, run.calls, corsOf(run.reply)], [200, 1, actual]);
  });

  it("H218: a star in the lists is sent as it is", async () => {
    const stars = { allowOrigins: ["*"], allowMethods: ["*"], allowHeaders: ["*"] };
    const { reply } = await preflight("/todos", app, stars);
    const sent = { "allow-origin": "*", "allow-methods": "*", "allow-headers": "*" };
    assert.deepEqual(corsOf(reply), sent);
  });

  it("H225, H232: switches U14 and U17 answer otherwise", async () => {
    const refused = { switches: { foreignPreflightStatus: 403 as const } };
    const { reply } = await preflight("/todos", "https://evil.test", configured, refused);
    assert.deepEqual([reply.status, corsOf(reply)], [403, {}]);
    const plain = await ask(
      configured,
      { method: "OPTIONS", path: "/todos", headers: [] },
      { switches: { plainOptionsStatus: 204 } },
    );
    assert.deepEqual([plain.reply.status, corsOf(plain.reply)], [204, {}]);
  });

  it("H224: switch U30 tells caches that the origin counts", async () => {
    const { reply } = await preflight("/todos", app, configured, {
      switches: { varyOrigin: true },
    });
    assert.equal(reply.headers["vary"], "Origin");
  });

  it("H233, H52: without configuration OPTIONS is an ordinary method", async () => {
    assert.equal((await preflight("/todos", app, {})).reply.status, 404);
    assert.equal((await preflight("/open", app, {})).calls, 1);
  });

  it("H230: switch U15 runs the integration of an open route", async () => {
    const { reply, calls } = await preflight("/open", app, configured, {
      switches: { preflightRunsIntegration: true },
    });
    assert.deepEqual([reply.status, calls], [200, 1]);
  });
});

describe("gateway: CORS on answers", () => {
  const handler = () =>
    '{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"https://evil.test","access-control-allow-methods":"*","x-total":"1"}}';

  it("H234, H237: the configured headers are added", async () => {
    assert.deepEqual(corsOf((await get("/open", [["Origin", app]])).reply), actual);
  });

  it("H235: what the function says is dropped, for a foreign origin too", async () => {
    const allowed = await get("/open", [["Origin", app]], configured, { handler });
    assert.deepEqual(corsOf(allowed.reply), actual);
    assert.equal(allowed.reply.headers["x-total"], "1");
    const foreign = await get("/open", [["Origin", "https://evil.test"]], configured, { handler });
    assert.deepEqual(corsOf(foreign.reply), {});
  });

  it("H236: without Origin there is no CORS header at all", async () => {
    assert.deepEqual(corsOf((await get("/open", [], configured, { handler })).reply), {});
  });

  it("H238: without configuration the function's headers pass", async () => {
    const { reply } = await get("/open", [["Origin", app]], {}, { handler });
    assert.deepEqual(corsOf(reply), { "allow-origin": "https://evil.test", "allow-methods": "*" });
  });

  it("H239: gateway-made errors carry them for an allowed origin (switch U16)", async () => {
    const { reply } = await get("/todos", [["Origin", app]]);
    assert.deepEqual([reply.status, corsOf(reply)], [401, actual]);
    const off = await get("/todos", [["Origin", app]], configured, {
      switches: { corsOnErrors: false },
    });
    assert.deepEqual(corsOf(off.reply), {});
  });

  it("H221: OPTIONS gets none without Access-Control-Request-Method, from the function or the gateway", async () => {
    for (const [path, status] of [
      ["/open", 200],
      ["/own", 200],
      ["/closed", 401],
      ["/todos", 404],
    ] as const) {
      const headers = [["Origin", app]] as const;
      const { reply } = await ask(configured, { method: "OPTIONS", path, headers }, { handler });
      assert.deepEqual([reply.status, corsOf(reply)], [status, {}], path);
    }
  });

  const origins: readonly (readonly [string, readonly string[], string, string | undefined])[] = [
    ["H224", ["*"], "https://a.test", "*"],
    ["H224", ["https://*"], "https://a.test", "https://a.test"],
    ["H216", ["https://*"], "http://a.test", undefined],
    ["H216", ["http://*"], "http://a.test:8080", "http://a.test:8080"],
    ["H216", ["https://*.example.com"], "https://a.example.com", undefined],
    ["G047", ["https://*"], "null", undefined],
  ];
  for (const [rule, allowOrigins, origin, want] of origins) {
    it(`${rule}: ${origin} against ${allowOrigins.join()} → ${want}`, async () => {
      const { reply } = await get("/open", [["Origin", origin]], { allowOrigins });
      assert.equal(corsOf(reply)["allow-origin"], want);
    });
  }

  it("H105: a scoped route answers 200 with CORS headers to a good token", async () => {
    const { reply } = await get("/todos", [
      ["Origin", app],
      ["Authorization", token()],
    ]);
    assert.deepEqual([reply.status, corsOf(reply)], [200, actual]);
  });
});
