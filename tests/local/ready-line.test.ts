import { deepEqual } from "node:assert/strict";
import { readyLine } from "../../local/ready-line.ts";
import type { Resource } from "../../local/program/graph.ts";
import { api, graphOf, lambda, stage } from "./gateway/support/graph.ts";

/** Stages and addresses of the APIs. */
function apisOf(...resources: readonly Resource[]): readonly string[] {
  const { apis } = readyLine(graphOf(resources), {
    userPools: [],
    originOf: () => "http://127.0.0.1:1",
    dynamoDb: undefined,
    kms: undefined,
    control: "",
  });
  return apis.map(({ stage: name, url }) => `${name} ${url}`);
}

describe("the ready line", () => {
  const target = lambda("main").outputs["arn"] ?? "";

  it("design 5.2: has an entry for each API and stage", () => {
    deepEqual(apisOf(api(), stage(), stage("dev")), [
      "$default http://127.0.0.1:1",
      "dev http://127.0.0.1:1/dev",
    ]);
    deepEqual(apisOf(api()), []);
  });

  it("design 5.2: has the stage that quick create makes, once", () => {
    deepEqual(apisOf(api({ target })), ["$default http://127.0.0.1:1"]);
    deepEqual(apisOf(api({ target }), stage()), ["$default http://127.0.0.1:1"]);
    deepEqual(apisOf(api({ target }), stage("dev")), [
      "dev http://127.0.0.1:1/dev",
      "$default http://127.0.0.1:1",
    ]);
  });

  it("design 5.2: names the embedded DynamoDB and KMS where there is one", () => {
    const addresses = { userPools: [], originOf: () => "", control: "" };
    const lineOf = (embedded: { dynamoDb: string | undefined; kms: string | undefined }) =>
      readyLine(graphOf([]), { ...addresses, ...embedded });
    const { dynamodb, kms } = lineOf({ dynamoDb: "http://127.0.0.1:2", kms: "http://127.0.0.1:4" });
    deepEqual([dynamodb, kms], ["http://127.0.0.1:2", "http://127.0.0.1:4"]);
    const without = lineOf({ dynamoDb: undefined, kms: undefined });
    deepEqual(["dynamodb" in without, "kms" in without], [false, false]);
  });
});
