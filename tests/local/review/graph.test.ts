import { deepEqual, equal, match } from "node:assert/strict";
import { command } from "../../../local/review/graph.ts";
import type { GraphDocument } from "../../../local/review/graph-document.ts";
import { cleanUp, writeProgram } from "../program/support/programs.ts";
import { callCommand, runReview } from "./support/command.ts";

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as ssm from "@pulumi/aws/ssm";
console.log("printed by the program");
const api = new apigatewayv2.Api("api", { protocolType: "HTTP" });
new apigatewayv2.Stage("stage", { apiId: api.id, name: "$default" }, { protect: true });
new ssm.Parameter("parameter", { type: "String", value: new pulumi.Config().requireSecret("token") });
export const url = api.apiEndpoint;
export const token = pulumi.secret("s3cret-output");
`;

describe("the recorded graph as a document", () => {
  let stdout: string;
  let stderr: string;
  let document: GraphDocument;
  before(() => {
    const program = writeProgram({ "index.ts": PROGRAM });
    ({ stdout, stderr } = runReview("graph", ["--program", program], {
      PULUMI_CONFIG: '{"shop:token":"s3cret-input"}',
      PULUMI_CONFIG_SECRET_KEYS: '["shop:token"]',
    }));
    document = JSON.parse(stdout) as GraphDocument;
  });
  after(cleanUp);

  const find = (name: string) => document.resources.find((one) => one.name === name);

  it("is one line; what the program prints goes to standard error", () => {
    equal(stdout.trim().includes("\n"), false);
    equal(stderr, "printed by the program\n");
  });

  it("has addresses of AWS's own shape", () => {
    const id = find("api")?.id;
    equal(document.outputs["url"], `https://${id}.execute-api.us-east-1.amazonaws.com`);
  });

  it("marks secrets and never shows them, those of the configuration included", () => {
    equal(/s3cret/.test(stdout), false);
    deepEqual(document.config, { "shop:token": "[secret]" });
    deepEqual(document.secretKeys, ["shop:token"]);
    deepEqual(find("parameter")?.inputs["value"], "[secret]");
    deepEqual(find("parameter")?.secrets, ["inputs/value", "outputs/value"]);
  });

  it("tells dependencies by property, and the options that guard a resource", () => {
    const stage = find("stage");
    deepEqual(stage?.propertyDependencies, { apiId: [find("api")?.urn] });
    deepEqual(stage?.options, { protect: true });
  });

  it("ends with 1 and the program's own error when it throws", async () => {
    const program = writeProgram({ "index.ts": `throw new Error("no stock");` });
    const failed = await callCommand(command, ["--program", program]);
    equal(failed.status, 1);
    match(failed.stderr, /^Error: no stock\n/);
  });

  it("ends with 2 for an option that it does not know", async () => {
    const failed = await callCommand(command, ["--nonsense"]);
    equal(failed.status, 2);
    match(failed.stderr, /^Unknown option '--nonsense'/);
  });
});
