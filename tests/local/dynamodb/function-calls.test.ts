import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram, startRuntime } from "../support/runtime.ts";

/** A table, and a function that says where it finds DynamoDB. */
const PROGRAM = `export = () => {
  const aws = require("@pulumi/aws");
  const { asset } = require("@pulumi/pulumi");
  new aws.dynamodb.Table("notes", {
    billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }],
  });
  const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
  const fn = new aws.lambda.Function("fn", {
    role: "arn:aws:iam::123456789012:role/r", runtime: "nodejs24.x", handler: "index.handler",
    code: new asset.AssetArchive({ "index.js": new asset.StringAsset(\`
      const https = require("node:https");
      const url = "https://dynamodb.us-east-1.amazonaws.com/";
      exports.handler = async () => [
        process.env.AWS_ENDPOINT_URL_DYNAMODB,
        await (await fetch(url)).text(),
        await new Promise((resolve) => https.get(url, (answer) => resolve(answer.statusCode))),
      ];
    \`) }),
  });
  const integration = new aws.apigatewayv2.Integration("fn", {
    apiId: api.id, integrationType: "AWS_PROXY", integrationUri: fn.invokeArn, payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route("fn", {
    apiId: api.id, routeKey: "GET /", target: integration.id.apply((id: string) => "integrations/" + id),
  });
  new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "$default", autoDeploy: true });
  new aws.lambda.Permission("fn", {
    action: "lambda:InvokeFunction", function: fn.name, principal: "apigateway.amazonaws.com",
  });
};
`;
const HEALTHY = "healthy: dynamodb.us-east-1.amazonaws.com ";

describe("a function's way to DynamoDB", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "tables-"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: tables\nruntime: nodejs\n");
    writeFileSync(join(directory, "index.ts"), PROGRAM);
  });
  after(() => rmSync(directory, { recursive: true }));

  const seenBy = async (runtime: Pick<ServedProgram, "ready">): Promise<unknown> => {
    const answer = await fetch(`${runtime.ready.apis[0]?.url}/`);
    return answer.json();
  };
  const args = () => ["--program", directory, "--state", "memory", "--no-watch"];

  it("F79: is the environment's address, or its name on AWS", async () => {
    const runtime = await serveProgram(args());
    assert.deepEqual(await seenBy(runtime), [runtime.ready.dynamodb, HEALTHY, 200]);
    await runtime.stop();
  });

  it("F79: is an address of the user's own, where there is one", async () => {
    const own = "http://127.0.0.1:9";
    const runtime = await startRuntime(args(), { AWS_ENDPOINT_URL_DYNAMODB: own });
    assert.deepEqual(await seenBy(runtime), [own, HEALTHY, 200]);
    await runtime.stop();
  });

  it("F79: is there from the edit on that brings the first table", async () => {
    const source = join(directory, "index.ts");
    writeFileSync(source, PROGRAM.replace(/new aws\.dynamodb\.Table[^;]*;/, ""));
    const runtime = await serveProgram([...args().slice(0, -1), "--watch"]);
    assert.equal(runtime.ready.dynamodb, undefined);
    writeFileSync(source, PROGRAM);
    await runtime.said("reloaded in");
    const [endpoint, health] = (await seenBy(runtime)) as [string, string];
    assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(health, HEALTHY);
    await runtime.stop();
  });
});
