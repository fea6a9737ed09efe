import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { GraphDocument } from "../../../local/review/graph-document.ts";
import { cleanUp, HOME, writeProgram } from "../program/support/programs.ts";

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

function run(directory: string, ...args: string[]) {
  const script = join(HOME, "local", "review", "graph.ts");
  const env = { ...process.env, PULUMI_CONFIG: '{"shop:token":"s3cret-input"}' };
  const secretKeys = { ...env, PULUMI_CONFIG_SECRET_KEYS: '["shop:token"]' };
  const options = { encoding: "utf8", env: secretKeys } as const;
  return spawnSync(process.execPath, [script, "--program", directory, ...args], options);
}

describe("the recorded graph as a document", () => {
  let stdout: string;
  let stderr: string;
  let document: GraphDocument;
  before(() => {
    ({ stdout, stderr } = run(writeProgram({ "index.ts": PROGRAM })));
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

  it("ends with 1 and the program's own error when it throws", () => {
    const failed = run(writeProgram({ "index.ts": `throw new Error("no stock");` }));
    equal(failed.status, 1);
    match(failed.stderr, /^Error: no stock\n/);
  });

  it("ends with 2 for an option that it does not know", () => {
    const failed = run(".", "--nonsense");
    equal(failed.status, 2);
    match(failed.stderr, /^Unknown option '--nonsense'/);
  });
});
