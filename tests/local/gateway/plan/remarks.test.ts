import assert from "node:assert/strict";
import type { Graph } from "../../../../local/program/graph.ts";
import { using } from "../support/gateway.ts";
import {
  api,
  apiWith,
  graphOf,
  guard,
  lambda,
  lambdaAuthorizer,
  permission,
  resource,
  route,
  stage,
} from "../support/graph.ts";

/** What the gateway tells when it starts. */
async function remarksOf(graph: Graph): Promise<readonly string[]> {
  let remarks: readonly string[] = [];
  await using(graph, {}, async ({ api: { remarks: told } }) => {
    remarks = told();
  });
  return remarks;
}

const withOrigin = (origin: string): Graph =>
  graphOf(api({ corsConfiguration: { allowOrigins: [origin] } }), stage());

describe("gateway: remarks at the start", () => {
  it("H187: names a route whose function nobody lets it call", async () => {
    const graph = graphOf(api(), stage("dev"), lambda("main"), route("GET /x"));
    assert.deepEqual(await remarksOf(graph), [
      'aws:apigatewayv2/route:Route "GET /x" (GET /x) answers 500: no aws.lambda.Permission lets ' +
        "apigateway.amazonaws.com call main from arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/GET/x",
    ]);
  });

  it("H187: names a route whose function is not in the program", async () => {
    const [remark] = await remarksOf(apiWith(route("GET /x", { handler: "gone" })));
    assert.match(remark ?? "", /"GET \/x" \(GET \/x\) answers 500: the program has no function at/);
    assert.match(remark ?? "", /integrationUri \S+:function:gone\/invocations in stage \$default$/);
  });

  it("H210: names a route whose authorizer's function nobody lets it call, or is not in the program", async () => {
    const guarded = route("GET /x", { isGuarded: true });
    const says = 'aws:apigatewayv2/route:Route "GET /x" (GET /x) answers 500: ';
    assert.deepEqual(await remarksOf(apiWith(guarded, lambdaAuthorizer(), lambda("guard"))), [
      `${says}no aws.lambda.Permission lets apigateway.amazonaws.com call guard ` +
        "from arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/authorizers/auth02",
    ]);
    const [gone] = await remarksOf(apiWith(guarded, lambdaAuthorizer()));
    assert.match(gone ?? "", /answers 500: the program has no function at authorizerUri /);
    assert.deepEqual(await remarksOf(apiWith(guarded, lambdaAuthorizer(), guard())), []);
  });

  it("names a route without integration", async () => {
    const bare = resource("aws:apigatewayv2/route:Route", "bare", "r1", {
      apiId: api().id,
      routeKey: "GET /bare",
    });
    assert.deepEqual(await remarksOf(apiWith([bare])), [
      'aws:apigatewayv2/route:Route "bare" (GET /bare) answers 500: The route has no integration.',
    ]);
  });

  it("H103: tells that nobody checks scopes without a JWT authorizer", async () => {
    const open = { route: { authorizationScopes: ["orders/read"] } };
    assert.deepEqual(await remarksOf(apiWith(route("GET /x", open))), [
      'aws:apigatewayv2/route:Route "GET /x" (GET /x) has authorizationScopes, which only a JWT authorizer checks. ' +
        "Set authorizationType JWT and authorizerId, or remove them.",
    ]);
    assert.deepEqual(await remarksOf(apiWith(route("GET /x", { scopes: ["orders/read"] }))), []);
  });

  const logging = (format: string): Graph =>
    graphOf(api(), stage("dev", { accessLogSettings: { destinationArn: "arn:x", format } }));

  it("H279: names variables of an access log that API Gateway does not have", async () => {
    const format = "$context.requestId $context.requestid $context.identity.apiKey $context.status";
    const told = (name: string): string =>
      `aws:apigatewayv2/stage:Stage "dev": accessLogSettings.format has $context.${name}, which API Gateway ` +
      'does not know: it is logged as "-". Correct its name, or remove it.';
    assert.deepEqual(await remarksOf(logging(format)), [
      told("requestid"),
      told("identity.apiKey"),
    ]);
  });

  it("H279: has nothing to say of variables that only some requests have a value for", async () => {
    const names = [
      "requestId",
      "authorizer.claims.cognito:groups",
      "authorizer.tenant",
      "authorizer.error",
      "identity.cognitoIdentityId",
      "identity.clientCert.validity.notAfter",
      "integration.status",
    ];
    const format = names.map((name) => `$context.${name}`).join(",");
    assert.deepEqual(await remarksOf(logging(format)), []);
  });

  it("H2: tells that an API without a stage answers nothing", async () => {
    assert.deepEqual(await remarksOf(graphOf(api())), [
      'aws:apigatewayv2/api:Api "api" has no stage, so every request is 404. Add an aws.apigatewayv2.Stage.',
    ]);
    assert.deepEqual(await remarksOf(graphOf(api(), stage())), []);
  });

  it("H7: names the routes that a stage does not serve", async () => {
    const deployment = resource("aws:apigatewayv2/deployment:Deployment", "release", "d1", {
      apiId: api().id,
    });
    const held = route("GET /held");
    const graph = graphOf(
      api(),
      lambda("main"),
      permission("main"),
      held,
      route("GET /late"),
      route("$default"),
      { ...deployment, dependsOn: held.map(({ urn }) => urn) },
      stage("$default", { autoDeploy: false, deploymentId: "d1" }),
      stage("dev"),
      stage("empty", { autoDeploy: false }),
    );
    const advice = "Set autoDeploy, or name the routes in the deployment's dependsOn.";
    const says = (name: string, keys: string): string =>
      `aws:apigatewayv2/api:Api "api": stage "${name}" does not serve ${keys}, as it has no deployment that depends on them. ${advice}`;
    assert.deepEqual(await remarksOf(graph), [
      says("$default", "GET /late, $default"),
      says("empty", "GET /held, GET /late, $default"),
    ]);
  });

  for (const origin of [
    "https://*.example.com",
    "https://www.example.com/",
    "https://WWW.example.com",
    "https://www.example.com:443",
    "www.example.com",
  ]) {
    it(`H216: tells that no page has the origin ${origin}`, async () => {
      assert.deepEqual(await remarksOf(withOrigin(origin)), [
        `aws:apigatewayv2/api:Api "api": corsConfiguration.allowOrigins "${origin}" is the origin of no page. ` +
          "Write scheme, host and port as browsers do (https://www.example.com), or *, https://*, http://*.",
      ]);
    });
  }

  for (const origin of [
    "*",
    "https://*",
    "http://*",
    "http://localhost:3000",
    "https://www.example.com",
    "capacitor://localhost",
  ]) {
    it(`H216: has nothing to say of the origin ${origin}`, async () => {
      assert.deepEqual(await remarksOf(withOrigin(origin)), []);
    });
  }
});
