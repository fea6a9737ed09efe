import { deepEqual, equal, match } from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { load } from "js-yaml";
import type { Resource } from "../../../local/program/graph.ts";
import { command } from "../../../local/review/openapi.ts";
import { openApiDocument } from "../../../local/review/openapi/document.ts";
import type {
  OpenApiDocument,
  Operation,
  PathItem,
} from "../../../local/review/openapi/document-types.ts";
import {
  api,
  apiWith,
  authorizer,
  clientId,
  graphOf,
  issuer,
  lambda,
  resource,
  route,
  stage,
} from "../gateway/support/graph.ts";
import { cleanUp, HOME, writeProgram } from "../program/support/programs.ts";
import { callCommand } from "./support/command.ts";

type Resources = readonly (Resource | readonly Resource[])[];

/** The document of the first API, without what every document has alike. */
function documentOf(...resources: Resources): OpenApiDocument {
  const graph = graphOf(...resources);
  const [first] = graph.ofType("aws:apigatewayv2/api:Api");
  if (!first) throw new Error("the graph has no API");
  return openApiDocument(graph, { api: first, servers: [] });
}

const jwtApi = (...routes: Resources): OpenApiDocument =>
  documentOf(apiWith(...routes).recording.resources);

const operation = (document: OpenApiDocument, path: string, method: string): Operation =>
  document.paths[path]?.[method] as Operation;

/** Everything that the JSON schema cannot say: parameters and schemes that are used and not declared. */
function undeclared({ paths, components }: OpenApiDocument): readonly string[] {
  return Object.entries(paths).flatMap(([path, item]) => [
    ...undeclaredParameters(path, item),
    ...operationsOf(item)
      .flatMap(({ security }) => security.flatMap((each) => Object.keys(each)))
      .filter((name) => !(name in components.securitySchemes)),
  ]);
}

function undeclaredParameters(path: string, { parameters = [] }: PathItem): readonly string[] {
  const templated = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const declared = parameters.map(({ name }) => name);
  return templated.filter((name) => !declared.includes(name));
}

function operationsOf(item: PathItem): readonly Operation[] {
  return Object.entries(item).flatMap(([name, value]) =>
    name === "parameters" ? [] : [value as Operation],
  );
}

async function assertValid(document: OpenApiDocument): Promise<void> {
  const validator = new Validator();
  const { valid, errors } = await validator.validate({ ...structuredClone(document) });
  deepEqual([valid, errors], [true, undefined]);
  equal(validator.version, "3.1");
  deepEqual(undeclared(document), []);
  const ids = Object.values(document.paths).flatMap((item) =>
    operationsOf(item).map(({ operationId }) => operationId),
  );
  equal(new Set(ids).size, ids.length, "operation ids are unique");
}

const REFUSED = "#/components/responses/";

describe("the OpenAPI document", () => {
  it("H103: makes one alternative of each scope, as one requirement would want them all", async () => {
    const document = jwtApi(route("GET /a", { scopes: ["x/read", "x/write"] }));
    await assertValid(document);
    const read = operation(document, "/a", "get");
    deepEqual(read.security, [{ jwt: ["x/read"] }, { jwt: ["x/write"] }]);
    deepEqual(Object.keys(read.responses), ["401", "403", "429", "default"]);
    deepEqual(read.responses["403"], { $ref: `${REFUSED}Forbidden` });
    deepEqual(document.components.securitySchemes["jwt"], {
      type: "openIdConnect",
      openIdConnectUrl: `${issuer}/.well-known/openid-configuration`,
      description: `JWT authorizer jwt: tokens of its issuer for ${clientId}.`,
    });
  });

  it("H107: lets a route without scopes answer 401 and never 403", async () => {
    const document = jwtApi(route("GET /a", { scopes: [] }));
    await assertValid(document);
    deepEqual(operation(document, "/a", "get").security, [{ jwt: [] }]);
    deepEqual(Object.keys(operation(document, "/a", "get").responses), ["401", "429", "default"]);
  });

  it("marks a public route with its reason", async () => {
    const document = jwtApi(route("GET /", { integration: { description: "public: a page" } }));
    await assertValid(document);
    deepEqual(operation(document, "/", "get"), {
      operationId: "getRoot",
      summary: "GET /",
      description: "anyone: a page",
      security: [],
      responses: {
        "429": { $ref: `${REFUSED}TooManyRequests` },
        default: { description: "The function's own answer; the program does not describe it." },
      },
      "x-public-reason": "a page",
    });
  });

  it("H18: writes ANY as the methods that have no route of their own", async () => {
    const document = jwtApi(route("ANY /a/{id}"), route("GET /a/{key}", { scopes: ["x"] }));
    await assertValid(document);
    deepEqual(Object.keys(document.paths), ["/a/{id}"]);
    deepEqual(Object.keys(document.paths["/a/{id}"] ?? {}).toSorted(), [
      "delete",
      "get",
      "head",
      "options",
      "parameters",
      "patch",
      "post",
      "put",
    ]);
    equal(operation(document, "/a/{id}", "get").summary, "GET /a/{key}");
    equal(operation(document, "/a/{id}", "put").summary, "ANY /a/{id}");
    deepEqual(document.paths["/a/{id}"]?.parameters, [
      { name: "id", in: "path", required: true, schema: { type: "string" } },
    ]);
  });

  it("H21: keeps the plus of a greedy parameter, as Amazon's exports do", async () => {
    const document = jwtApi(route("GET /files/{path+}"), route("GET /files/{path}"));
    await assertValid(document);
    deepEqual(document.paths["/files/{path+}"]?.parameters, [
      {
        name: "path+",
        in: "path",
        required: true,
        description: "The rest of the path, its slashes included.",
        schema: { type: "string" },
      },
    ]);
    equal(operation(document, "/files/{path+}", "get").operationId, "getFilesByPath");
    equal(operation(document, "/files/{path}", "get").operationId, "getFilesByPath2");
  });

  it("writes $default as Amazon's exports do", async () => {
    const document = jwtApi(route("$default", { scopes: ["x"] }));
    await assertValid(document);
    deepEqual(Object.keys(document.paths), ["/$default"]);
    const found = operation(document, "/$default", "x-amazon-apigateway-any-method");
    deepEqual([found.isDefaultRoute, found.security], [true, [{ jwt: ["x"] }]]);
  });

  const pool = [
    resource("aws:cognito/userPool:UserPool", "people", "eu-west-1_EXAMPLE"),
    resource("aws:cognito/userPoolDomain:UserPoolDomain", "pages", "shop", {
      userPoolId: "eu-west-1_EXAMPLE",
      domain: "shop",
    }),
    resource("aws:cognito/resourceServer:ResourceServer", "x", "x", {
      userPoolId: "eu-west-1_EXAMPLE",
      identifier: "x",
      scopes: [{ scopeName: "read", scopeDescription: "Read x" }],
    }),
    resource("aws:cognito/userPoolClient:UserPoolClient", "web", clientId, {
      userPoolId: "eu-west-1_EXAMPLE",
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code", "implicit"],
      allowedOauthScopes: ["openid", "x/read"],
    }),
  ];

  it("adds the flows of the pool's clients, and only for scopes that they grant", async () => {
    const document = jwtApi(pool, route("GET /a", { scopes: ["x/read", "x/write"] }), [
      ...route("GET /b", { scopes: ["x/write"] }),
    ]);
    await assertValid(document);
    const at = (path: string): string => `https://shop.auth.eu-west-1.amazoncognito.com${path}`;
    const scopes = { openid: "An ID token", "x/read": "Read x" };
    deepEqual(document.components.securitySchemes["jwt-oauth2"], {
      type: "oauth2",
      flows: {
        authorizationCode: {
          authorizationUrl: at("/oauth2/authorize"),
          tokenUrl: at("/oauth2/token"),
          refreshUrl: at("/oauth2/token"),
          scopes,
        },
        implicit: { authorizationUrl: at("/oauth2/authorize"), scopes },
      },
      description: "JWT authorizer jwt: tokens of its issuer for app client web.",
    });
    deepEqual(operation(document, "/a", "get").security, [
      { jwt: ["x/read"] },
      { jwt: ["x/write"] },
      { "jwt-oauth2": ["x/read"] },
    ]);
    deepEqual(operation(document, "/b", "get").security, [{ jwt: ["x/write"] }]);
  });

  it("H61: takes a token from another place than the bearer's header as a key", async () => {
    const source = authorizer({ identitySources: ["$request.querystring.token"] });
    const document = documentOf(api(), stage(), source, route("GET /a", { scopes: ["x"] }));
    await assertValid(document);
    const { description: _, ...scheme } = document.components.securitySchemes["jwt"] ?? {};
    deepEqual(scheme, { type: "apiKey", in: "query", name: "token" });
    deepEqual(operation(document, "/a", "get").security, [{ jwt: ["x"] }]);
  });

  it("H195, H211: writes Lambda authorizers by their identity sources, and signatures as Amazon does", async () => {
    const custom = authorizer({
      authorizerType: "REQUEST",
      identitySources: ["$request.header.X-Key", "$request.querystring.user", "$context.path"],
    });
    const signed = route("GET /b", { route: { authorizationType: "AWS_IAM" } });
    const decided = route("GET /a", {
      route: { authorizationType: "CUSTOM", authorizerId: "auth01" },
    });
    const document = documentOf(api(), stage(), custom, decided, signed);
    await assertValid(document);
    const { securitySchemes } = document.components;
    deepEqual(
      Object.entries(securitySchemes).map(([name, scheme]) => {
        const { description: _, ...rest } = scheme;
        return [name, rest];
      }),
      [
        ["jwt", { type: "apiKey", in: "header", name: "x-key" }],
        ["jwt-2", { type: "apiKey", in: "query", name: "user" }],
        [
          "sigv4",
          {
            type: "apiKey",
            in: "header",
            name: "Authorization",
            "x-amazon-apigateway-authtype": "awsSigv4",
          },
        ],
      ],
    );
    deepEqual(operation(document, "/a", "get").security, [{ jwt: [], "jwt-2": [] }]);
    deepEqual(Object.keys(operation(document, "/a", "get").responses), [
      "401",
      "403",
      "429",
      "default",
    ]);
    deepEqual(Object.keys(operation(document, "/b", "get").responses), ["403", "429", "default"]);
  });

  it("H195: says of a Lambda authorizer without identity sources that it reads what it likes", async () => {
    const custom = authorizer({ authorizerType: "REQUEST", identitySources: [] });
    const decided = route("GET /a", {
      route: { authorizationType: "CUSTOM", authorizerId: "auth01" },
    });
    const document = documentOf(api(), stage(), custom, decided);
    await assertValid(document);
    deepEqual(document.components.securitySchemes["jwt"], {
      type: "apiKey",
      in: "header",
      name: "authorization",
      description:
        "Lambda authorizer jwt: a function decides. What of the request it reads is its own affair.",
    });
  });

  it("names every stage's address, and custom domains by their mappings", async () => {
    const mapping = resource("aws:apigatewayv2/apiMapping:ApiMapping", "v1", "map001", {
      apiId: "a1b2c3d4e5",
      domainName: "api.example.com",
      stage: "dev",
      apiMappingKey: "v1",
    });
    const document = documentOf(api(), stage(), stage("dev"), mapping, route("GET /a"));
    await assertValid(document);
    deepEqual(
      document.servers?.map(({ url }) => url),
      [
        "https://{apiId}.execute-api.eu-west-1.amazonaws.com",
        "https://{apiId}.execute-api.eu-west-1.amazonaws.com/dev",
        "https://api.example.com/v1",
      ],
    );
    const closed = documentOf(api({ disableExecuteApiEndpoint: true }), stage("dev"), mapping);
    deepEqual(
      closed.servers?.map(({ url }) => url),
      ["https://api.example.com/v1"],
    );
  });

  it("H7: leaves out what no stage serves, and takes quick create and APIs without a stage", async () => {
    const stageless = documentOf(api(), route("GET /a"));
    await assertValid(stageless);
    deepEqual([stageless.paths, stageless.servers], [{}, undefined]);
    const quick = documentOf(api({ target: lambda("main").outputs["arn"] ?? "" }), lambda("main"));
    await assertValid(quick);
    deepEqual(Object.keys(quick.paths), ["/$default"]);
  });
});

describe("npm run openapi", () => {
  afterEach(cleanUp);

  it("describes this program, in JSON and the same in YAML", async () => {
    const json = await callCommand(command);
    deepEqual([json.status, json.stderr], [0, ""]);
    const document = JSON.parse(json.stdout) as OpenApiDocument;
    await assertValid(document);
    deepEqual(Object.keys(document.paths), ["/", "/hello", "/me", "/orders"]);
    deepEqual(operation(document, "/orders", "post").security, [{ "api-jwt": ["orders/write"] }]);
    deepEqual(load((await callCommand(command, ["--yaml"])).stdout), document);
  });

  it("describes a program of another style, at the address it is given", async () => {
    const program = ["--program", `${HOME}/tests/programs/notes`, "--config", "greeting=hello"];
    const { status, stdout } = await callCommand(command, [
      ...program,
      "--stage",
      "live",
      "--server",
      "https://notes.example.com/",
    ]);
    equal(status, 0);
    const document = JSON.parse(stdout) as OpenApiDocument;
    await assertValid(document);
    deepEqual(document.servers, [{ url: "https://notes.example.com" }]);
    deepEqual(Object.keys(document.paths), ["/hidden", "/notes", "/$default"]);
    match(stdout, /"clientCredentials"/);
  });

  const two = `
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
new apigatewayv2.Api("one", { protocolType: "HTTP" });
new apigatewayv2.Api("two", { protocolType: "HTTP" });
new apigatewayv2.Api("socket", { protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" });
`;
  const mistakes: readonly (readonly [string, string, number])[] = [
    ["", "--api is missing: the program has more than one HTTP API. Choose one: one, two.\n", 2],
    ["--api three", "--api three: the program's HTTP APIs are named one, two.\n", 2],
    ["--api one --stage dev", "--stage dev: API one has no stage.\n", 2],
    ["--server x", "--server x: write an address such as https://api.example.com.\n", 2],
  ];
  for (const [args, message, status] of mistakes) {
    it(`ends with ${status} for ${args || "no choice of an API"}`, async () => {
      const directory = writeProgram({ "index.ts": two });
      const ran = await callCommand(command, [
        "--program",
        directory,
        ...args.split(" ").filter(Boolean),
      ]);
      deepEqual([ran.status, ran.stderr], [status, message]);
    });
  }

  it("ends with 1 for a program without an HTTP API", async () => {
    const program = writeProgram({ "index.ts": "export {};" });
    const ran = await callCommand(command, ["--program", program]);
    equal(ran.stderr, "The program has no HTTP API, so there is nothing to describe.\n");
    equal(ran.status, 1);
  });
});
