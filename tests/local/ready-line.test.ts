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

  it("design 5.2: names the embedded DynamoDB where there is one", () => {
    const addresses = { userPools: [], originOf: () => "", control: "" };
    const lineOf = (dynamoDb: string | undefined) =>
      readyLine(graphOf([]), { ...addresses, dynamoDb });
    deepEqual(lineOf("http://127.0.0.1:2").dynamodb, "http://127.0.0.1:2");
    deepEqual("dynamodb" in lineOf(undefined), false);
  });
});
