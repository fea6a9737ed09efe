import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { cleanUp, writeProgram } from "../program/support/programs.ts";
import { functionProgram } from "../support/function-program.ts";
import { type ServedProgram, serveProgram, startRuntime } from "../support/runtime.ts";

/** A function that says where it finds DynamoDB, beside the resources. */
const program = (resources: string): string =>
  functionProgram({
    resources,
    code: `
      const https = require("node:https");
      const url = "https://dynamodb.us-east-1.amazonaws.com/";
      exports.handler = async () => [
        process.env.AWS_ENDPOINT_URL_DYNAMODB,
        await (await fetch(url)).text(),
        await new Promise((resolve) => https.get(url, (answer) => resolve(answer.statusCode))),
      ];`,
  });
const PROGRAM = program(`new aws.dynamodb.Table("notes", {
    billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }],
  });`);
const HEALTHY = "healthy: dynamodb.us-east-1.amazonaws.com ";

describe("a function's way to DynamoDB", () => {
  let directory: string;
  before(() => {
    directory = writeProgram({ "index.ts": PROGRAM });
  });
  after(cleanUp);

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
    writeFileSync(source, program(""));
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
