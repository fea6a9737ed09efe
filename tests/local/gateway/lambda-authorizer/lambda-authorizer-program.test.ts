import { deepEqual, equal, match } from "node:assert/strict";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2/index.js";
import * as lambda from "@pulumi/aws/lambda/index.js";
import * as pulumi from "@pulumi/pulumi";
import { Graph } from "../../../../local/program/graph.ts";
import { cleanUp, createPool } from "../../functions/support/functions.ts";
import { recordProgram } from "../../program/support/recording.ts";
import { type Event, openGateway, type SendOptions, type TestGateway } from "../support/gateway.ts";

const guardCode = `exports.handler = async ({ identitySource: [key], requestContext }) => {
  if (key === "throw") throw new Error("Unauthorized");
  return { isAuthorized: key === "open sesame", context: { key, method: requestContext.http.method } };
};`;
const helloCode = `exports.handler = async (event) => event.requestContext.authorizer.lambda;`;

function program(): void {
  const api = new apigatewayv2.Api("api", { protocolType: "HTTP" });
  const hello = functionOf("hello", helloCode);
  const guard = functionOf("guard", guardCode);
  const authorizer = new apigatewayv2.Authorizer("guard", {
    apiId: api.id,
    authorizerType: "REQUEST",
    authorizerUri: guard.invokeArn,
    authorizerPayloadFormatVersion: "2.0",
    enableSimpleResponses: true,
    identitySources: ["$request.header.X-Key"],
    authorizerResultTtlInSeconds: 60,
  });
  const integration = new apigatewayv2.Integration("hello", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: hello.invokeArn,
    payloadFormatVersion: "2.0",
  });
  new apigatewayv2.Route("hello", {
    apiId: api.id,
    routeKey: "GET /hello",
    target: pulumi.interpolate`integrations/${integration.id}`,
    authorizationType: "CUSTOM",
    authorizerId: authorizer.id,
  });
  new apigatewayv2.Stage("stage", { apiId: api.id, name: "$default", autoDeploy: true });
  permit("hello", hello, pulumi.interpolate`${api.executionArn}/*/*`);
  permit("guard", guard, pulumi.interpolate`${api.executionArn}/authorizers/${authorizer.id}`);
}

function functionOf(name: string, code: string): lambda.Function {
  return new lambda.Function(name, {
    role: "arn:aws:iam::123456789012:role/run",
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(code) }),
  });
}

function permit(name: string, target: lambda.Function, sourceArn: pulumi.Output<string>): void {
  new lambda.Permission(name, {
    action: "lambda:InvokeFunction",
    function: target.name,
    principal: "apigateway.amazonaws.com",
    sourceArn,
  });
}

describe("gateway: a recorded program with a Lambda authorizer", () => {
  let gateway: TestGateway;
  before(async () => {
    const recording = await recordProgram(program);
    const { pool } = createPool({}, { others: recording.resources });
    const handler = (event: Event, urn: string) => pool.invoke(urn, JSON.stringify(event));
    gateway = await openGateway(new Graph(recording), { handler });
  });
  after(async () => {
    gateway.close();
    await cleanUp();
  });

  const withKey = (key: string): SendOptions => ({ headers: [["X-Key", key]] });

  it("H199, H208: runs the function that decides, and shows its context to the other", async () => {
    const reply = await gateway.send("GET", "/hello", withKey("open sesame"));
    deepEqual(
      [reply.status, reply.body],
      [200, '{"key":"open sesame","method":"GET"}'],
      gateway.log.join(),
    );
  });

  it("H206: asks it once for each identity", async () => {
    gateway.events.length = 0;
    equal((await gateway.send("GET", "/hello", withKey("open barley"))).status, 403);
    equal((await gateway.send("GET", "/hello", withKey("open barley"))).status, 403);
    equal(gateway.events.length, 1);
  });

  it("H195, H201: refuses who has no key, and whom the function throws out", async () => {
    equal((await gateway.send("GET", "/hello")).status, 401);
    equal((await gateway.send("GET", "/hello", withKey("throw"))).status, 401);
    match(gateway.log.at(-1) ?? "", /the authorizer's function says Unauthorized/);
  });
});
