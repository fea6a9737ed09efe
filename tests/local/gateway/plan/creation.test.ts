import assert from "node:assert/strict";
import { createClock } from "../../../../local/clock.ts";
import { CreationError } from "../../../../local/program/creation-error.ts";
import { createHttpApi } from "../../../../local/gateway/http-api.ts";
import type { Graph } from "../../../../local/program/graph.ts";
import {
  api,
  apiId,
  apiWith,
  authorizer,
  graphOf,
  lambda,
  lambdaAuthorizer,
  permission,
  resource,
  route,
  stage,
} from "../support/graph.ts";
import { poolKeys } from "../support/tokens.ts";

function create(graph: Graph): void {
  const [first] = graph.ofType("aws:apigatewayv2/api:Api");
  if (!first) throw new Error("the graph has no API");
  createHttpApi({
    graph,
    api: first,
    clock: createClock(),
    functions: { invoke: () => Promise.reject(new Error("not called")) },
    findIssuerKeys: () => poolKeys,
    awsHosts: () => ({}),
    accessLog: () => {},
    log: () => {},
  });
}

const base = [stage(), lambda("main"), permission("main")];
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`);
const variables = (count: number): Record<string, string> =>
  Object.fromEntries(many(count).map((name) => [name, "a-._~:/?#&=,Z"]));
const withAuthorizer = (inputs: Parameters<typeof authorizer>[0]): Graph =>
  graphOf(api(), ...base, authorizer(inputs), route("GET /x", { scopes: [] }));
const withGuard = (inputs: Parameters<typeof lambdaAuthorizer>[0]): Graph =>
  graphOf(api(), ...base, lambdaAuthorizer(inputs));
const withAuthorizers = (count: number): Graph => {
  const numbers = Array.from({ length: count }, (_, index) => `guard-${index + 1}`);
  return graphOf(api(), ...base, ...numbers.map((name) => ({ ...lambdaAuthorizer(), name })));
};
const withStage = (inputs: Parameters<typeof stage>[1], name = "$default"): Graph =>
  graphOf(api(), stage(name, inputs));
const withCors = (corsConfiguration: Record<string, boolean | number | string[]>): Graph =>
  graphOf(api({ corsConfiguration }), ...base);

/** Rule, what, graph, code, name of the resource, and a part of the message. */
const refused: readonly (readonly [string, string, Graph, string, string, string])[] = [
  [
    "H296",
    "a protocol that there is not",
    graphOf(api({ protocolType: "HTTPS" })),
    "BadRequestException",
    "api",
    'protocolType "HTTPS": BadRequestException: a protocol is HTTP or WEBSOCKET.',
  ],
  [
    "H65",
    "an authorization type that there is not",
    apiWith(route("GET /a", { route: { authorizationType: "COGNITO" } })),
    "BadRequestException",
    "GET /a",
    'authorizationType "COGNITO": BadRequestException: the authorization type of a route is NONE, JWT, CUSTOM or AWS_IAM.',
  ],
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
    graphOf(
      api(),
      ...base,
      lambdaAuthorizer(),
      route("GET /x", { scopes: [], route: { authorizerId: "auth02" } }),
    ),
    "BadRequestException",
    "GET /x",
    'authorizerId "auth02"',
  ],
  [
    "H62",
    "CUSTOM with a JWT authorizer",
    apiWith(route("GET /x", { route: { authorizationType: "CUSTOM", authorizerId: "auth01" } })),
    "BadRequestException",
    "GET /x",
    "Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
  ],
  [
    "H62",
    "CUSTOM without an authorizer",
    apiWith(route("GET /x", { route: { authorizationType: "CUSTOM" } })),
    "BadRequestException",
    "GET /x",
    'authorizerId ""',
  ],
  [
    "H194",
    "a REQUEST authorizer without payload format",
    withGuard({ authorizerPayloadFormatVersion: null }),
    "BadRequestException",
    "guard",
    "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer",
  ],
  [
    "H194",
    "a payload format that is none",
    withGuard({ authorizerPayloadFormatVersion: "3.0" }),
    "BadRequestException",
    "guard",
    'authorizerPayloadFormatVersion "3.0"',
  ],
  [
    "H194",
    "a REQUEST authorizer without function",
    withGuard({ authorizerUri: null }),
    "BadRequestException",
    "guard",
    "authorizerUri",
  ],
  [
    "H195",
    "an identity source of a REST API",
    withGuard({ identitySources: ["method.request.header.Authorization"] }),
    "BadRequestException",
    "guard",
    'identitySources "method.request.header.Authorization"',
  ],
  [
    "H195",
    "the body as identity source",
    withGuard({ identitySources: ["$request.header.A", "$request.body.token"] }),
    "BadRequestException",
    "guard",
    'identitySources "$request.body.token"',
  ],
  [
    "H204",
    "results kept longer than an hour",
    withGuard({ authorizerResultTtlInSeconds: 3_601 }),
    "BadRequestException",
    "guard",
    "authorizerResultTtlInSeconds 3601",
  ],
  [
    "H204",
    "a negative time to live",
    withGuard({ authorizerResultTtlInSeconds: -1 }),
    "BadRequestException",
    "guard",
    "authorizerResultTtlInSeconds -1",
  ],
  [
    "H204",
    "results kept without an identity",
    withGuard({ authorizerResultTtlInSeconds: 1, identitySources: [] }),
    "BadRequestException",
    "guard",
    "without identitySources",
  ],
  [
    "section 11",
    "an eleventh authorizer",
    withAuthorizers(11),
    "BadRequestException",
    "guard-11",
    "at most 10 authorizers",
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
    "H147",
    "a hyphen in a stage variable's name",
    withStage({ stageVariables: { "a-b": "1" } }),
    "BadRequestException",
    "default",
    'stageVariables["a-b"]',
  ],
  [
    "H147",
    "a blank in a stage variable's value",
    withStage({ stageVariables: { a: "b c" } }),
    "BadRequestException",
    "default",
    'stageVariables["a"] "b c"',
  ],
  [
    "H147",
    "513 characters in a stage variable",
    withStage({ stageVariables: { a: "x".repeat(513) } }),
    "BadRequestException",
    "default",
    "512",
  ],
  [
    "H147",
    "101 stage variables",
    withStage({ stageVariables: variables(101) }),
    "BadRequestException",
    "default",
    "101 entries",
  ],
  [
    "H252",
    "execution logs",
    withStage({ defaultRouteSettings: { loggingLevel: "INFO" } }),
    "BadRequestException",
    "default",
    'defaultRouteSettings loggingLevel "INFO"',
  ],
  [
    "H252",
    "traces of a route's data",
    withStage({ routeSettings: [{ routeKey: "GET /a", dataTraceEnabled: true }] }),
    "BadRequestException",
    "default",
    'routeSettings["GET /a"] dataTraceEnabled true',
  ],
  [
    "H243",
    "settings of a route that there is not",
    graphOf(
      api(),
      stage("$default", { routeSettings: [{ routeKey: "GET /b", throttlingRateLimit: 1 }] }),
      ...route("GET /a"),
    ),
    "NotFoundException",
    "default",
    'routeSettings["GET /b"]: NotFoundException: Unable to find Route by key GET /b within the provided RouteSettings',
  ],
  [
    "H253",
    "a route that wants an API key",
    apiWith(route("GET /a", { route: { apiKeyRequired: true } })),
    "BadRequestException",
    "GET /a",
    "apiKeyRequired",
  ],
  [
    "H253",
    "a route with models",
    apiWith(route("GET /a", { route: { requestModels: { "application/json": "m" } } })),
    "BadRequestException",
    "GET /a",
    "requestModels",
  ],
  [
    "H253",
    "an integration with templates",
    apiWith(route("GET /a", { integration: { requestTemplates: { "application/json": "{}" } } })),
    "BadRequestException",
    "GET /a-integration",
    "requestTemplates",
  ],
  [
    "H253",
    "a stage with a client certificate",
    withStage({ clientCertificateId: "abc123" }),
    "BadRequestException",
    "default",
    "clientCertificateId",
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
    withStage({ accessLogSettings: { format: `$context.requestId ${"x".repeat(3_072)}` } }),
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
  [
    "H296",
    "a target that is an integration of another API",
    apiWith(route("GET /a", { integration: { apiId: "z9y8x7w6v5" } })),
    "NotFoundException",
    "GET /a",
    "integrations/i-GET /a",
  ],
  [
    "H7",
    "a deployment of another API",
    graphOf(
      api(),
      resource("aws:apigatewayv2/deployment:Deployment", "release", "d1", { apiId: "z9y8x7w6v5" }),
      stage("$default", { autoDeploy: false, deploymentId: "d1" }),
    ),
    "NotFoundException",
    "default",
    'deploymentId "d1"',
  ],
  [
    "H60",
    "an authorizer of a REST API's type",
    withAuthorizer({ authorizerType: "TOKEN" }),
    "BadRequestException",
    "jwt",
    'authorizerType "TOKEN"',
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
    ["results kept for an hour", withGuard({ authorizerResultTtlInSeconds: 3_600 })],
    ["nothing kept, nobody identified", withGuard({ identitySources: [] })],
    ["ten authorizers", withAuthorizers(10)],
    ["one parameter name for two methods", apiWith(route("GET /p/{a}"), route("POST /p/{b}"))],
    ["GET and ANY of one path", apiWith(route("GET /p"), route("ANY /p"))],
    [
      "credentials for a named origin",
      withCors({ allowOrigins: ["https://a.test"], allowCredentials: true }),
    ],
    [
      "execution logs that are off",
      withStage({ defaultRouteSettings: { loggingLevel: "OFF", dataTraceEnabled: false } }),
    ],
    [
      "settings of a route that is there",
      graphOf(
        api(),
        stage("$default", { routeSettings: [{ routeKey: "GET /a", throttlingRateLimit: 1 }] }),
        ...route("GET /a"),
      ),
    ],
    [
      "settings of the route that quick create makes",
      graphOf(
        api({ target: lambda("main").outputs["arn"] ?? "" }),
        stage("$default", { routeSettings: [{ routeKey: "$default", throttlingRateLimit: 1 }] }),
      ),
    ],
    [
      "what only WebSocket APIs have, switched off",
      apiWith(route("GET /a", { route: { apiKeyRequired: false, requestModels: {} } })),
    ],
    ["100 stage variables of all characters", withStage({ stageVariables: variables(100) })],
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
