import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { startRuntime } from "../support/runtime.ts";

/** A key, and a function that encrypts by KMS's name on AWS and decrypts by the environment's address. */
const PROGRAM = `export = () => {
  const aws = require("@pulumi/aws");
  const { asset } = require("@pulumi/pulumi");
  const key = new aws.kms.Key("codes", { enableKeyRotation: true });
  const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
  const fn = new aws.lambda.Function("fn", {
    role: "arn:aws:iam::123456789012:role/r", runtime: "nodejs24.x", handler: "index.handler",
    environment: { variables: { KEY_ARN: key.arn } },
    code: new asset.AssetArchive({ "index.js": new asset.StringAsset(\`
      const call = async (url, operation, input) => {
        const answer = await fetch(url, {
          method: "POST",
          headers: {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "TrentService." + operation,
            authorization: "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
          },
          body: JSON.stringify(input),
        });
        return answer.json();
      };
      exports.handler = async () => {
        const { KEY_ARN: KeyId, AWS_ENDPOINT_URL_KMS: address } = process.env;
        const Plaintext = Buffer.from("123456").toString("base64");
        const encrypted = await call("https://kms.us-east-1.amazonaws.com/", "Encrypt", { KeyId, Plaintext });
        const { CiphertextBlob } = encrypted;
        const decrypted = await call(address, "Decrypt", { CiphertextBlob });
        return { address, text: Buffer.from(decrypted.Plaintext, "base64").toString() };
      };
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

describe("a function's way to KMS", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "keys-"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: keys\nruntime: nodejs\n");
    writeFileSync(join(directory, "index.ts"), PROGRAM);
  });
  after(() => rmSync(directory, { recursive: true }));

  it("F63: is its name on AWS, or the environment's address, which the ready line has", async () => {
    const runtime = await startRuntime(["--program", directory, "--state", "memory", "--no-watch"]);
    const answer = await fetch(`${runtime.ready.apis[0]?.url}/`);
    assert.deepEqual(await answer.json(), { address: runtime.ready.kms, text: "123456" });
    await runtime.stop();
  });
});
