import assert from "node:assert/strict";
import { createClock } from "../../../local/clock.ts";
import { CreationError } from "../../../local/gateway/creation-error.ts";
import { createHttpApi } from "../../../local/gateway/http-api.ts";
import type { Graph } from "../../../local/program/graph.ts";
import {
  api,
  apiId,
  apiWith,
  authorizer,
  graphOf,
  lambda,
  permission,
  resource,
  route,
  stage,
} from "./support/graph.ts";
import { poolKeys } from "./support/tokens.ts";

function create(graph: Graph): void {
  const [first] = graph.ofType("aws:apigatewayv2/api:Api");
  if (!first) throw new Error("the graph has no API");
  createHttpApi({
    graph,
    api: first,
    clock: createClock(),
    functions: { invoke: () => Promise.reject(new Error("not called")) },
    findIssuerKeys: () => poolKeys,
    accessLog: () => {},
    log: () => {},
  });
}

const base = [stage(), lambda("main"), permission("main")];
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`);
const withAuthorizer = (inputs: Parameters<typeof authorizer>[0]): Graph =>
  graphOf(api(), ...base, authorizer(inputs), route("GET /x", { scopes: [] }));
const withStage = (inputs: Parameters<typeof stage>[1], name = "$default"): Graph =>
  graphOf(api(), stage(name, inputs));
const withCors = (corsConfiguration: Record<string, boolean | number | string[]>): Graph =>
  graphOf(api({ corsConfiguration }), ...base);

/** Rule, what, graph, code, name of the resource, and a part of the message. */
const refused: readonly (readonly [string, string, Graph, string, string, string])[] = [
  [
    "H25",
    "a route twice",
    apiWith(
      route("GET /a"),
      ...route("GET /a").map((each) => ({ ...each, name: `${each.name}-2` })),
    ),
    "ConflictException",
    "GET /a-2",
    "Route with key GET /a already exists for this API",
  ],
  [
    "H25",
    "parameters of two names",
    apiWith(route("GET /p/{a}"), route("GET /p/{b}")),
    "ConflictException",
    "GET /p/{b}",
    'The provided route key "GET /p/{b}" has a conflicting variable on the same hierarchical level as "GET /p/{a}"',
  ],
  [
    "H26",
    "a trailing slash",
    apiWith(route("GET /a/")),
    "BadRequestException",
    "GET /a/",
    'routeKey "GET /a/"',
  ],
  [
    "H20",
    "a parameter inside a segment",
    apiWith(route("GET /x{id}")),
    "BadRequestException",
    "GET /x{id}",
    "x{id}",
  ],
  [
    "H21",
    "a greedy parameter in the middle",
    apiWith(route("GET /{p+}/x")),
    "BadRequestException",
    "GET /{p+}/x",
    "greedy",
  ],
  [
    "H17",
    "a method that is none",
    apiWith(route("FETCH /x")),
    "BadRequestException",
    "FETCH /x",
    'routeKey "FETCH /x"',
  ],
  [
    "H62",
    "eleven scopes",
    apiWith(route("GET /a", { scopes: many(11) })),
    "BadRequestException",
    "GET /a",
    "11 scopes",
  ],
  [
    "H62",
    "JWT without an authorizer",
    apiWith(route("GET /a", { route: { authorizationType: "JWT" } })),
    "BadRequestException",
    "GET /a",
    "Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer.",
  ],
  [
    "H62",
    "JWT with a REQUEST authorizer",
    withAuthorizer({ authorizerType: "REQUEST" }),
    "BadRequestException",
    "GET /x",
    'authorizerId "auth01"',
  ],
  [
    "H61",
    "two identity sources",
    withAuthorizer({ identitySources: ["$request.header.A", "$request.header.B"] }),
    "BadRequestException",
    "jwt",
    "$request.header.A, $request.header.B",
  ],
  [
    "H61",
    "no identity source",
    withAuthorizer({ identitySources: [] }),
    "BadRequestException",
    "jwt",
    "identitySources []",
  ],
  [
    "H61",
    "a stage variable as identity source",
    withAuthorizer({ identitySources: ["$stageVariables.x"] }),
    "BadRequestException",
    "jwt",
    "$stageVariables.x",
  ],
  [
    "H60",
    "51 audiences",
    withAuthorizer({ jwtConfiguration: { issuer: "https://x", audiences: many(51) } }),
    "BadRequestException",
    "jwt",
    "51 entries",
  ],
  [
    "H60",
    "no issuer",
    withAuthorizer({ jwtConfiguration: { audiences: ["a"] } }),
    "BadRequestException",
    "jwt",
    "issuer",
  ],
  [
    "H217",
    "credentials for every origin",
    withCors({ allowOrigins: ["*"], allowCredentials: true }),
    "BadRequestException",
    "api",
    "allow-credentials is not supported if 'allow-origin' is *",
  ],
  [
    "H215",
    "a maxAge above a day",
    withCors({ allowOrigins: ["*"], maxAge: 86_401 }),
    "BadRequestException",
    "api",
    "86401",
  ],
  [
    "H290",
    "autoDeploy with a deployment",
    withStage({ deploymentId: "d1" }),
    "BadRequestException",
    "default",
    "Deployment ID cannot be set on this stage",
  ],
  [
    "H6",
    "a dot in a stage name",
    withStage({}, "v1.0"),
    "BadRequestException",
    "v1.0",
    'name "v1.0"',
  ],
  [
    "H6",
    "two stages of one name",
    graphOf(api(), stage(), stage()),
    "ConflictException",
    "default",
    'name "$default"',
  ],
  [
    "H278",
    "a log format without request id",
    withStage({ accessLogSettings: { format: "$context.status" } }),
    "BadRequestException",
    "default",
    "$context.requestId",
  ],
  [
    "H278",
    "a log format above 3 KB",
    withStage({ accessLogSettings: { format: `$context.requestId${"x".repeat(3_072)}` } }),
    "BadRequestException",
    "default",
    "3 KB",
  ],
  [
    "H188",
    "a timeout above 30 s",
    apiWith(route("GET /a", { integration: { timeoutMilliseconds: 30_001 } })),
    "BadRequestException",
    "GET /a-integration",
    "30001",
  ],
  [
    "H188",
    "a timeout below 50 ms",
    apiWith(route("GET /a", { integration: { timeoutMilliseconds: 49 } })),
    "BadRequestException",
    "GET /a-integration",
    "49",
  ],
  [
    "H296",
    "a target that is no integration",
    graphOf(
      api(),
      ...base,
      resource("aws:apigatewayv2/route:Route", "r", "r", {
        apiId,
        routeKey: "GET /x",
        target: "integrations/none",
      }),
    ),
    "NotFoundException",
    "r",
    "integrations/none",
  ],
];

describe("gateway: what AWS refuses at creation", () => {
  for (const [rule, what, graph, code, name, part] of refused) {
    it(`${rule}: ${what} is a ${code}`, () => {
      assert.throws(
        () => create(graph),
        (error: unknown) => {
          assert.ok(error instanceof CreationError);
          assert.deepEqual([error.code, error.resource], [code, name]);
          for (const text of [`"${name}"`, part, code])
            assert.ok(error.message.includes(text), error.message);
          return true;
        },
      );
    });
  }

  const accepted: readonly (readonly [string, Graph])[] = [
    ["ten scopes", apiWith(route("GET /a", { scopes: many(10) }))],
    [
      "50 audiences",
      withAuthorizer({ jwtConfiguration: { issuer: "https://x", audiences: many(50) } }),
    ],
    ["one parameter name for two methods", apiWith(route("GET /p/{a}"), route("POST /p/{b}"))],
    ["GET and ANY of one path", apiWith(route("GET /p"), route("ANY /p"))],
    [
      "credentials for a named origin",
      withCors({ allowOrigins: ["https://a.test"], allowCredentials: true }),
    ],
    ["a timeout of 50 ms", apiWith(route("GET /a", { integration: { timeoutMilliseconds: 50 } }))],
    [
      "a route of another API",
      apiWith(
        route("GET /a"),
        route("GET /a").map((each) => ({ ...each, inputs: { ...each.inputs, apiId: "other" } })),
      ),
    ],
  ];
  for (const [what, graph] of accepted) {
    it(`accepts ${what}`, () => assert.doesNotThrow(() => create(graph)));
  }
});
