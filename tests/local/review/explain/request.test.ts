import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../../../../local/clock.ts";
import { openStore } from "../../../../local/cognito/store.ts";
import type { Functions } from "../../../../local/functions/invocation.ts";
import type { Graph } from "../../../../local/program/graph.ts";
import { renderExplanation } from "../../../../local/review/explain/report.ts";
import { explain, type Explanation } from "../../../../local/review/explain/request.ts";
import { createOfflineGateway } from "../../../../local/review/explain/offline-gateway.ts";
import { PlannedOrigins } from "../../../../local/review/explain/planned-origins.ts";
import { using } from "../../gateway/support/gateway.ts";
import { guarded } from "../../gateway/support/guarded.ts";
import {
  api,
  apiId,
  apiWith,
  authorizer,
  graphOf,
  httpRoute,
  issuer,
  lambda,
  permission,
  region,
  resource,
  route,
  stage,
} from "../../gateway/support/graph.ts";
import { goodHeader, keys, now, token } from "../../gateway/support/tokens.ts";

const poolId = issuer.split("/").at(-1) ?? "";
const pool = resource("aws:cognito/userPool:UserPool", "auth", poolId);

/** One API with routes of each kind, the domain name `api.example.com`, and the pool of the test tokens. */
const graph = graphOf(
  api({ corsConfiguration: { allowOrigins: ["https://app.test"], allowMethods: ["GET"] } }),
  stage("$default", {
    routeSettings: [
      { routeKey: "GET /never", throttlingBurstLimit: 0, throttlingRateLimit: 0 },
      { routeKey: "GET /once", throttlingBurstLimit: 1, throttlingRateLimit: 1 },
    ],
  }),
  stage("dev"),
  lambda("main"),
  lambda("locked"),
  permission("main"),
  authorizer(),
  pool,
  ...["GET /open", "GET /never", "GET /once", "ANY /any/{proxy+}"].map((key) => route(key)),
  route("GET /orders/{id}", { scopes: ["api/read", "api/admin"] }),
  route("ANY /closed", { scopes: [] }),
  route("GET /forbidden", { handler: "locked" }),
  resource("aws:apigatewayv2/domainName:DomainName", "d", "api.example.com", {
    domainName: "api.example.com",
  }),
  resource("aws:apigatewayv2/apiMapping:ApiMapping", "m", "m", {
    apiId,
    domainName: "api.example.com",
    stage: "dev",
    apiMappingKey: "v1",
  }),
);

let state: string;

/** A Lambda authorizer's function that lets the key `good` pass; nothing else may be called. */
const authorizers: Functions = {
  invoke: async (_urn, event) => {
    const { headers } = JSON.parse(event) as { headers: Record<string, string> };
    return { ok: true, payload: JSON.stringify({ isAuthorized: headers["x-key"] === "good" }) };
  },
};

function ask(
  request: string,
  options: Partial<Parameters<typeof explain>[2]> = {},
  of: Graph = graph,
) {
  const [method = "", url = ""] = request.split(" ");
  const origins = new PlannedOrigins({ port: 3000, authPort: 3100 });
  origins.complete(of);
  const clock = createClock(() => now * 1000);
  const gateway = createOfflineGateway({ graph: of, origins, clock, state, authorizers });
  const asked = { method, url, host: undefined, headers: [], token: undefined, ...options };
  return explain(of, gateway, asked);
}

/** The step as `MARK says (rules)`. */
function told({ steps }: Explanation, name: string): string {
  const found = steps.find((each) => each.name === name);
  return `${found?.mark} ${found?.says} (${found?.rules})`;
}

/** Marks of all steps, in order. */
function marks({ steps }: Explanation): string {
  return steps.map(({ mark }) => ({ passed: "+", refused: "x", skipped: "-" })[mark]).join("");
}

function status({ answer }: Explanation): number | string {
  return answer.by === "gateway" ? answer.status : answer.name;
}

describe("review: explain", () => {
  before(() => {
    state = mkdtempSync(join(tmpdir(), "explain-"));
    const store = openStore(state);
    const pkcs8 = keys.k1.export({ format: "der", type: "pkcs8" });
    store.keys.add(poolId, { purpose: "access", kid: "k1", pkcs8 });
    store.close();
  });
  after(() => rmSync(state, { recursive: true }));

  it("names the steps in the order of the gateway", async () => {
    const { steps } = await ask("GET /open");
    assert.deepEqual(
      steps.map(({ name }) => name),
      ["host", "stage", "route", "preflight", "throttle", "authorizer", "integration"],
    );
  });

  // Request, options, marks of the seven steps, who or what answers.
  const headers = (...lines: readonly (readonly [string, string])[]) => ({ headers: lines });
  const preflight = headers(
    ["Origin", "https://app.test"],
    ["Access-Control-Request-Method", "GET"],
  );
  const cases: readonly (readonly [
    rule: string,
    request: string,
    options: Parameters<typeof ask>[1],
    marks: string,
    answer: number | string,
  ])[] = [
    ["H28", "GET /open", {}, "+++-+++", "main"],
    ["H54", "GET /nowhere", {}, "++x----", 404],
    ["H53", "TRACE /open", {}, "++x----", 404],
    ["H5", "GET /dev/open", {}, "+++-+++", "main"],
    ["H295", "GET /open", { host: "evil.test" }, "x------", 403],
    ["H295", "GET /open", { host: "localhost:3000" }, "+++-+++", "main"],
    [
      "H1",
      "GET /open",
      { host: `${apiId}.execute-api.${region}.amazonaws.com` },
      "+++-+++",
      "main",
    ],
    ["H11", "GET /v1/open", { host: "api.example.com" }, "+++-+++", "main"],
    ["H14", "GET /open", { host: "api.example.com" }, "x------", 403],
    ["H15", "GET /ping", { host: "api.example.com" }, "+------", 200],
    ["G038", "GET /%ff", {}, "x------", 400],
    ["G007", "GET /open", headers(["Host", "again.test"]), "x------", 400],
    ["H249", "GET /open", headers(["X-Long", "x".repeat(11_000)]), "x------", 431],
    ["G003", "GET /open", headers(["Transfer-Encoding", "chunked"]), "+++-+++", "main"],
    ["G017", "GET /open", headers(["Expect", "bogus"]), "x------", 417],
    ["G017", "GET /open", headers(["expect", "100-Continue"]), "+++-+++", "main"],
    ["G001", "GET /open", headers(["Transfer-Encoding", "gzip"]), "x------", 400],
    ["H220", "OPTIONS /nowhere", preflight, "++-+---", 204],
    ["H229", "OPTIONS /closed", preflight, "+++-+x-", 401],
    ["H231", "OPTIONS /any/x", preflight, "++++++-", 204],
    ["H244", "GET /never", {}, "+++-x--", 429],
    ["H242", "GET /once", { token: "a.b.c" }, "+++-+++", "main"],
    ["H72", "GET /orders/7", {}, "+++-+x-", 401],
    ["H105", "GET /orders/7", { token: token({ scope: "openid" }) }, "+++-+x-", 403],
    ["H103", "GET /orders/7", { token: token() }, "+++-+++", "main"],
    ["H187", "GET /forbidden", {}, "+++-++x", 500],
    ["H247", "GET /open", headers(["Content-Length", "20000000"]), "x------", 413],
  ];
  for (const [rule, request, options, want, answer] of cases) {
    it(`${rule}: ${request} → ${answer}`, async () => {
      const explanation = await ask(request, options);
      assert.deepEqual([marks(explanation), status(explanation)], [want, answer]);
    });
  }

  it("answers as the gateway does", async () => {
    const requests = ["GET /open", "GET /nowhere", "GET /never", "GET /orders/1", "GET /forbidden"];
    await using(graph, {}, async (gateway) => {
      for (const request of requests) {
        const [method = "", path = ""] = request.split(" ");
        const reply = await gateway.send(method, path);
        const { answer } = await ask(request);
        if (answer.by !== "gateway") assert.equal(reply.status, 200, request);
        else {
          assert.deepEqual([answer.status, answer.body], [reply.status, reply.body], request);
          const challenge = answer.headers["www-authenticate"];
          assert.equal(challenge, reply.headers["www-authenticate"], request);
        }
      }
    });
  });

  it("H11, H12: says how a domain name leads to the stage", async () => {
    const explanation = await ask("GET /v1/open", { host: "api.example.com" });
    assert.equal(
      told(explanation, "host"),
      'passed api.example.com: its mapping "v1" leads to API "api" (H11, H12)',
    );
    assert.equal(told(explanation, "stage"), "passed dev, as the mapping says (H12)");
  });

  it("H14: says that no mapping matches", async () => {
    const explanation = await ask("GET /x", { host: "api.example.com" });
    assert.equal(
      told(explanation, "host"),
      "refused no mapping of api.example.com matches (H14, H15, H295)",
    );
    assert.deepEqual(explanation.remarks, []);
  });

  it("H28–H36: tells the routes that lost, and for a 404 those that nearly match", async () => {
    const { steps } = await ask("POST /orders/7");
    assert.deepEqual(steps.find(({ name }) => name === "route")?.parts, [
      {
        name: "GET /orders/{id}",
        mark: "skipped",
        rules: "H36",
        says: "its method is GET, not POST; there is no 405",
      },
    ]);
  });

  it("H242: tells the limits", async () => {
    assert.equal(
      told(await ask("GET /never"), "throttle"),
      "refused burst 0, rate 0 a second: nothing passes (H242, H244)",
    );
    assert.equal(
      told(await ask("GET /once"), "throttle"),
      "passed burst 1, rate 1 a second (H241–H243)",
    );
  });

  it("H187: tells what the integration lacks", async () => {
    assert.match(
      told(await ask("GET /forbidden"), "integration"),
      /^refused no aws\.lambda\.Permission lets apigateway\.amazonaws\.com call locked from arn:aws:execute-api:.*\(H187\)$/,
    );
    assert.equal(
      told(await ask("GET /open"), "integration"),
      'passed function "main", payload format 2.0, timeout 30000 ms; an aws.lambda.Permission lets API Gateway call it (H187, H188)',
    );
  });

  it("H200: a Lambda authorizer is asked, the integration is not", async () => {
    const decided = async (key: string) => {
      const explanation = await ask("GET /a", { headers: [["X-Key", key]] }, guarded());
      return [told(explanation, "authorizer"), status(explanation)];
    };
    assert.deepEqual(await decided("good"), [
      'passed Lambda authorizer "guard" lets it pass (H194–H210)',
      "main",
    ]);
    assert.deepEqual(await decided("bad"), [
      `refused Lambda authorizer "guard" refuses with 403: the authorizer's answer: isAuthorized is false (H194–H210)`,
      403,
    ]);
  });

  it("H299: an AWS_IAM route refuses, as the runtime keeps its credentials to itself", async () => {
    const signed = route("GET /iam", { route: { authorizationType: "AWS_IAM" } });
    const explanation = await ask(
      "GET /iam",
      {},
      graphOf(api(), stage(), lambda("main"), ...signed),
    );
    assert.equal(
      told(explanation, "authorizer"),
      "refused AWS_IAM refuses with 403: the request is not signed; credentials of a running runtime are not known here (H211–H214, H299)",
    );
    assert.equal(status(explanation), 403);
  });

  it("H254: names the backend of an HTTP integration, and does not call it", async () => {
    const proxy = graphOf(api(), stage(), httpRoute("GET /x", "http://127.0.0.1:9/secret?a=hush"));
    const explanation = await ask("GET /x", {}, proxy);
    assert.equal(
      told(explanation, "integration"),
      "passed backend 127.0.0.1:9, method as sent, timeout 30000 ms (H188, H254)",
    );
    assert.deepEqual(explanation.answer, { by: "backend", name: "127.0.0.1:9" });
  });

  describe("the checks of a token", () => {
    /** The checks of the authorizer as `MARK name: says`. */
    async function checks(sent: string | undefined): Promise<readonly string[]> {
      const { steps } = await ask("GET /orders/7", { token: sent });
      const parts = steps.find(({ name }) => name === "authorizer")?.parts ?? [];
      return parts.map(({ name, mark, says }) => `${mark} ${name}: ${says}`.replace(/: $/, ""));
    }

    it("H66: all passed", async () => {
      assert.deepEqual(await checks(token()), [
        "passed token found: header authorization",
        "passed three segments",
        "passed header",
        "passed algorithm: alg RS256",
        `passed key id: kid k1 among the keys of ${issuer}`,
        "passed algorithm of the key",
        "passed signature",
        "passed claims",
        `passed issuer: iss ${issuer}; accepted: ${issuer}, http://localhost:3100/${poolId}`,
        "passed audience: client_id 5kek0i61pgkokoob4fsm9fo9it; accepted: 5kek0i61pgkokoob4fsm9fo9it",
        "passed times: exp 2026-08-29T11:40:00Z (in 60 min), iat 2026-08-29T10:39:00Z (60 s ago)",
        "passed subject",
        "passed scopes: the token has openid, api/read; one of api/read, api/admin is enough",
      ]);
    });

    it("H97: an expired token stops at its times", async () => {
      const found = await checks(token({ exp: now - 300, iat: now - 7_500 }));
      assert.deepEqual(found.slice(-3), [
        "refused times: the token has expired: exp 2026-08-29T10:35:00Z (5 min ago), iat 2026-08-29T08:35:00Z (2 h ago)",
        "skipped subject",
        "skipped scopes",
      ]);
    });

    const refusals: readonly (readonly [string, string | undefined, string])[] = [
      [
        "H72",
        undefined,
        "refused token found: no token in the identity source: header authorization",
      ],
      ["H77", "a.b", "refused three segments: token contains an invalid number of segments"],
      [
        "H81",
        token({}, { ...goodHeader, alg: "none" }),
        "refused algorithm: the signing algorithm is not supported: alg none",
      ],
      [
        "H82",
        token({}, { ...goodHeader, kid: "k\u001b[31m9" }),
        `refused key id: the key id was not found: kid k\\u001b[31m9 among the keys of ${issuer}`,
      ],
      [
        "H89",
        token({}, goodHeader, keys.attacker),
        "refused signature: the token has an invalid signature",
      ],
      [
        "H92",
        token({ aud: ["a", "b"] }),
        "refused audience: the token does not have a valid audience: aud [a, b]; accepted: 5kek0i61pgkokoob4fsm9fo9it",
      ],
      [
        "H115",
        token({ aud: "5kek0i61pgkokoob4fsm9fo9it", scope: undefined, token_use: "id" }),
        "refused scopes: the token has none of the route's scopes (api/read api/admin): the token has none; one of api/read, api/admin is enough. It is an ID token: send the access token",
      ],
    ];
    for (const [rule, sent, want] of refusals) {
      it(`${rule}: ${want.slice(0, 50)}…`, async () => {
        const found = await checks(sent);
        assert.deepEqual(
          found.filter((line) => line.startsWith("refused")),
          [want],
        );
      });
    }

    it("H61: the token goes where the route's authorizer looks for it", async () => {
      const query = authorizer({ identitySources: ["$request.querystring.token"] });
      const other = graphOf(
        api(),
        stage(),
        lambda("main"),
        permission("main"),
        query,
        pool,
        route("GET /q", { scopes: [] }),
      );
      const explanation = await ask("GET /q?a=1", { token: token() }, other);
      assert.equal(status(explanation), "main");
      assert.equal(explanation.path, "/q");
    });

    it("says when the state has no keys, and makes none", async () => {
      const full = state;
      state = join(full, "empty");
      const explanation = await ask("GET /orders/7", { token: token() });
      assert.equal(status(explanation), 401);
      assert.deepEqual(explanation.remarks, [
        `${state} holds no keys of user pool ${poolId}: npm start makes them`,
      ]);
      state = full;
      assert.equal(readdirSync(state).includes("empty"), false);
    });

    it("reads the keys beside a runtime that uses the state, and changes nothing", async () => {
      const store = openStore(state);
      const before_ = readFileSync(join(state, "state.sqlite"));
      assert.equal(status(await ask("GET /orders/7", { token: token() })), "main");
      assert.deepEqual(readFileSync(join(state, "state.sqlite")), before_);
      store.close();
    });
  });

  it("H53: names the method that no route can have, and no other reason", async () => {
    const { steps } = await ask("TRACE /open/");
    const { says, rules, parts } = steps[2] ?? {};
    assert.deepEqual(
      [says, rules, parts],
      ["no route can have the method TRACE, $default included", "H53", []],
    );
  });

  it("prints neither the token nor the query", async () => {
    const secret = token({ exp: now });
    const texts = await Promise.all(
      [{ token: secret }, { headers: [["Authorization", secret]] as const }].map(
        async (options) => {
          const explanation = await ask("GET /orders/7?token=hush", options);
          return JSON.stringify(explanation) + renderExplanation(explanation);
        },
      ),
    );
    for (const part of [...secret.split("."), "hush", "ada"]) {
      assert.equal(texts.join("").includes(part), false, part);
    }
  });

  it("is readable on a terminal", async () => {
    const explanation = await ask("GET /closed", { token: "a.b" });
    assert.equal(
      renderExplanation(explanation),
      `GET /closed at 127.0.0.1:3000

✓ host         127.0.0.1:3000 is the default endpoint of API "api" (H295)
✓ stage        $default, as no stage is named "closed" (H2–H4)
✓ route        ANY /closed (H28)
– preflight    not an OPTIONS request with Origin and Access-Control-Request-Method (H221)
✓ throttle     no limits of the route or stage (H241)
✗ authorizer   JWT authorizer "jwt" refuses with 401 (H66)
    ✓ token found           header authorization (H68–H76)
    ✗ three segments        token contains an invalid number of segments (H77, H79)
    – header                (H78, J038–J044)
    – algorithm             (H80, H81)
    – key id                (H82–H88)
    – algorithm of the key  (H297, J128)
    – signature             (H89)
    – claims                (H78, J121–J126)
    – issuer                (H90)
    – audience              (H91–H94)
    – times                 (H96–H102)
    – subject               (J098)
    – scopes                (H103–H107)
– integration

→ 401 {"message":"Unauthorized"}
  www-authenticate: Bearer scope="" error="invalid_token" error_description="token contains an invalid number of segments"`,
    );
  });

  it("asks the API whose port the Host names", async () => {
    const second = { ...api(), urn: "urn:second", id: "second0000", name: "second" };
    const two = graphOf(
      api(),
      stage(),
      second,
      lambda("main"),
      permission("main"),
      route("GET /x"),
    );
    assert.equal(status(await ask("GET /x", { host: "127.0.0.1:3000" }, two)), "main");
    const other = await ask("GET /x", { host: "127.0.0.1:3001" }, two);
    assert.equal(
      told(other, "host"),
      'passed 127.0.0.1:3001 is the default endpoint of API "second" (H295)',
    );
    assert.equal(status(other), 404);
    assert.equal(status(await ask("GET /x", {}, apiWith(route("GET /x")))), "main");
  });
});
