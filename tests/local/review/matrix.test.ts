import { deepEqual, equal } from "node:assert/strict";
import { createClock } from "../../../local/clock.ts";
import type { Graph, Properties, Resource } from "../../../local/program/graph.ts";
import type { Bench } from "../../../local/review/matrix/bench.ts";
import { command } from "../../../local/review/matrix.ts";
import { matrixSections } from "../../../local/review/matrix/report.ts";
import type { Matrix } from "../../../local/review/matrix/matrix-row.ts";
import { runMatrix } from "../../../local/review/matrix/run.ts";
import { standInFunctions } from "../../../local/review/matrix/stand-in.ts";
import { renderReport } from "../../../local/review/text-table.ts";
import {
  api,
  apiWith,
  authorizer,
  graphOf,
  issuer,
  lambda,
  resource,
  route,
  stage,
} from "../gateway/support/graph.ts";
import { HOME } from "../program/support/programs.ts";
import { callCommand } from "./support/command.ts";

const pool = resource("aws:cognito/userPool:UserPool", "people", "eu-west-1_EXAMPLE");
const NOT_RUN =
  "No function runs and nothing is sent on: a request passes when the gateway would hand it to the integration.";

/** Expected answers by case; every actual one is as expected. */
async function verdictsOf(graph: Graph, routeKey: string): Promise<Record<string, unknown>> {
  const { rows } = await runMatrix(graph);
  deepEqual(
    rows.filter(({ result }) => result !== "as expected"),
    [],
  );
  const own = rows.filter((row) => row.routeKey === routeKey);
  return Object.fromEntries(own.map((row) => [row.case, row.expected]));
}

const refused = {
  "no token": 401,
  "token in another place": 401,
  "scheme Basic": 401,
  malformed: 401,
  expired: 401,
  "not yet valid": 401,
  "issued later": 401,
  "wrong audience": 401,
  "wrong aud, right client_id": 401,
  "no audience": 401,
  "wrong issuer": 401,
  "no issuer": 401,
  "unknown kid": 401,
  "no kid": 401,
  "another's signature": 401,
  "changed after signing": 401,
  "alg none": 401,
  "HS256 with the public key": 401,
};

describe("the matrix of routes and tokens", () => {
  it("H66–H105, H115: a route with scopes takes access tokens with one of them and nothing else", async () => {
    const graph = apiWith(pool, route("POST /a/{id}", { scopes: ["x/read", "x/write"] }));
    deepEqual(await verdictsOf(graph, "POST /a/{id}"), {
      ...refused,
      "ID token": 403,
      "no scope": 403,
      "another scope": 403,
      "scope x/read": "passes",
      "scope x/write": "passes",
      "good token, without Bearer": "passes",
    });
  });

  it("H107, H114: a route without scopes takes every token of its issuer, ID tokens too", async () => {
    const graph = apiWith(pool, route("GET /a", { scopes: [] }));
    deepEqual(await verdictsOf(graph, "GET /a"), {
      ...refused,
      "ID token": "passes",
      "no scope": "passes",
      "another scope": "passes",
      "good token, without Bearer": "passes",
    });
  });

  it("H127: a public route passes whatever is sent", async () => {
    const graph = apiWith(pool, route("GET /"), route("$default"));
    deepEqual(await verdictsOf(graph, "$default"), { "no token": "passes", malformed: "passes" });
  });

  it("H31, H32: asks for paths that get to greedy and overlapping routes", async () => {
    const keys = ["ANY /{proxy+}", "GET /a/{p+}", "GET /a/{x}", "ANY /a/b", "HEAD /a/b"];
    const { rows } = await runMatrix(apiWith(...keys.map((key) => route(key))));
    deepEqual(
      rows.filter(({ result }) => result !== "as expected"),
      [],
    );
    deepEqual(new Set(rows.map(({ routeKey }) => routeKey)), new Set(keys));
  });

  it("H3, H7: asks each stage, and tells which routes no request reaches", async () => {
    const { rows, notes } = await runMatrix(
      graphOf(
        api(),
        stage(),
        stage("dev"),
        stage("old", { autoDeploy: false }),
        lambda("main"),
        route("GET /dev"),
      ),
    );
    deepEqual(
      rows.map((row) => [row.stage, row.case, row.result]),
      [
        ["dev", "no token", "as expected"],
        ["dev", "malformed", "as expected"],
      ],
    );
    deepEqual(notes, [
      NOT_RUN,
      "API api, stage $default, GET /dev: /dev is the stage dev's, so requests do not get here",
      "API api, stage old, GET /dev: not in what the stage has deployed",
    ]);
  });

  it("H241, H244: waits for a limit on its own clock, and expects 429 where nothing passes", async () => {
    const limit = (rate: number, burst: number) => ({
      throttlingRateLimit: rate,
      throttlingBurstLimit: burst,
    });
    const limited = stage("$default", {
      defaultRouteSettings: limit(0.5, 1),
      routeSettings: [{ routeKey: "GET /none", ...limit(0, 0) }],
    });
    const routes = [route("GET /a", { scopes: ["x"] }), route("GET /none", { scopes: ["x"] })];
    const graph = graphOf(api(), limited, pool, lambda("main"), authorizer(), ...routes);
    deepEqual(await verdictsOf(graph, "GET /none"), { anything: 429 });
  });

  it("H61: shows tokens where the authorizer looks", async () => {
    const source = authorizer({ identitySources: ["$request.querystring.token"] });
    const routes = route("GET /a", { scopes: ["x"] });
    const graph = graphOf(api(), stage(), pool, lambda("main"), source, routes);
    equal((await verdictsOf(graph, "GET /a"))["scope x"], "passes");
  });

  it("plays issuers that are not the program's, without the network", async () => {
    const foreign = "https://tenant.example.com/";
    const jwt = authorizer({ jwtConfiguration: { issuer: foreign, audiences: ["me"] } });
    const routes = route("GET /a", { scopes: ["x"] });
    const { rows, notes } = await runMatrix(graphOf(api(), stage(), jwt, routes));
    deepEqual(
      rows.filter(({ result }) => result !== "as expected"),
      [],
    );
    equal(rows.length, 23);
    deepEqual(notes, [
      NOT_RUN,
      `${foreign} is no user pool of the program: keys made here stand in for it. Whether its discovery document and its ` +
        "keys are in reach is not shown.",
    ]);
  });

  it("H95: leaves out the good tokens of an authorizer without an audience", async () => {
    const jwt = authorizer({ jwtConfiguration: { issuer, audiences: [] } });
    const { rows, notes } = await runMatrix(
      graphOf(api(), stage(), pool, jwt, route("GET /a", { scopes: ["x"] })),
    );
    deepEqual(new Set(rows.map(({ expected }) => expected)), new Set([401]));
    equal(
      notes[1],
      "API api, stage $default, GET /a: its authorizer has no audience, so no token is good (H95)",
    );
  });

  it("H195, H212: asks Lambda and IAM authorizers only what no function decides", async () => {
    const custom = authorizer({
      authorizerType: "REQUEST",
      authorizerPayloadFormatVersion: "2.0",
      authorizerUri: lambda("main").outputs["invokeArn"] ?? "",
    });
    const by = (key: string, inputs: Properties) => route(key, { route: inputs });
    const { rows } = await runMatrix(
      graphOf(
        api(),
        stage(),
        lambda("main"),
        custom,
        by("GET /a", { authorizationType: "CUSTOM", authorizerId: "auth01" }),
        by("GET /b", { authorizationType: "AWS_IAM" }),
      ),
    );
    deepEqual(
      rows.map((row) => [row.routeKey, row.case, row.expected]),
      [
        ["GET /a", "no identity", 401],
        ["GET /b", "no signature", 403],
        ["GET /b", "a bearer token", 403],
        ["GET /b", "unknown key", 403],
      ],
    );
    equal(rows.filter(({ result }) => result === "differs").length, 0);
  });

  it("takes APIs made by quick create, several APIs, and a closed default endpoint", async () => {
    const quick: Resource = {
      ...api({ target: lambda("main").outputs["arn"] ?? "", disableExecuteApiEndpoint: true }),
      urn: "urn:pulumi:dev::test::api::quick",
      name: "quick",
      id: "b1b2c3d4e5",
    };
    const socket: Resource = {
      ...api({ protocolType: "WEBSOCKET" }),
      urn: "urn:pulumi:dev::test::api::socket",
      name: "socket",
      id: "c1b2c3d4e5",
    };
    const { rows, notes } = await runMatrix(
      graphOf(api(), quick, socket, stage(), lambda("main"), route("GET /a"), [
        ...route("$default", { route: { apiId: socket.id } }),
      ]),
    );
    deepEqual(
      rows.map((row) => [row.api, row.routeKey, row.result]),
      [
        ["api", "GET /a", "as expected"],
        ["api", "GET /a", "as expected"],
        ["quick", "$default", "as expected"],
        ["quick", "$default", "as expected"],
      ],
    );
    equal(notes.at(-1), "API socket is a WebSocket API and is not shown.");
    deepEqual((await runMatrix(graphOf(lambda("main")))).rows, []);
  });

  it("runs no function of the program", async () => {
    const { ok } = await standInFunctions.invoke(lambda("main").urn, "{}");
    equal(ok, false);
  });

  it("finds a gateway that lets everybody pass", async () => {
    const careless = async (): Promise<Bench> => ({
      clock: createClock(() => 0),
      mintFor: () => Promise.resolve(mint),
      send: () => Promise.resolve(encodeURIComponent("$default GET /a")),
      close: () => Promise.resolve(),
    });
    const mint = {
      now: 0,
      access: () => "token",
      id: () => "token",
      forged: () => "token",
      changed: () => "token",
    };
    const graph = apiWith(pool, route("GET /a", { scopes: ["x"] }));
    const { rows } = await runMatrix(graph, careless);
    equal(rows.filter(({ result }) => result === "differs").length, 21);
    const [first] = rows;
    deepEqual([first?.case, first?.expected, first?.actual], ["no token", 401, "passes"]);
  });
});

describe("the matrix as text", () => {
  const row = { api: "api", stage: "$default", routeKey: "GET /a", rules: "H72" } as const;
  const matrix: Matrix = {
    rows: [
      { ...row, case: "no token", expected: 401, actual: 401, result: "as expected" },
      { ...row, case: "expired", expected: 401, actual: "passes", result: "differs" },
      { ...row, case: "no signature", expected: 403, actual: 501, result: "not shown" },
    ],
    notes: [NOT_RUN],
  };

  it("tells first what differs", () => {
    equal(
      renderReport(matrixSections(matrix), "plain"),
      `3 requests: 1 as expected, 1 different, 1 not shown

- GET /a, expired: passes, not 401 (H72)

API api, stage $default

Route   Request       Expected  Actual  Rules  Result
GET /a  no token      401       401     H72
GET /a  expired       401       passes  H72    DIFFERS
GET /a  no signature  403       501     H72    NOT SHOWN

What this does not show

- ${NOT_RUN}
`,
    );
  });
});

describe("npm run matrix", () => {
  it("finds every route of this program as the rules say", async () => {
    const { status, stdout, stderr } = await callCommand(command, ["--json"]);
    deepEqual([status, stderr], [0, ""]);
    const { rows } = JSON.parse(stdout) as Matrix;
    const counts = Map.groupBy(rows, ({ routeKey }) => routeKey);
    deepEqual(
      [...counts].map(([routeKey, own]) => [routeKey, own.length]),
      [
        ["GET /", 2],
        ["GET /hello", 23],
        ["GET /me", 24],
        ["POST /orders", 23],
      ],
    );
    deepEqual(new Set(rows.map(({ result }) => result)), new Set(["as expected"]));
  });

  it("finds a program of another style as the rules say, in Markdown", async () => {
    const program = ["--program", `${HOME}/tests/programs/notes`, "--config", "greeting=hello"];
    const { status, stdout } = await callCommand(command, [...program, "--markdown"]);
    equal(status, 0);
    equal(
      stdout.startsWith(
        "### 48 requests: 48 as expected, 0 different\n\n### API notes, stage live\n",
      ),
      true,
    );
  });

  it("ends with 2 for an option that it does not know", async () => {
    equal((await callCommand(command, ["--invoke"])).status, 2);
  });
});
