import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dynamodb } from "../../../handlers/user-data/dynamodb";

/** Answers in their order; the last one stays. */
type Answers = readonly (readonly [number, string] | "cut")[];

const typed = (name: string) =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}` });

describe("a function's call to DynamoDB", () => {
  let server: Server;
  let answers: Answers;
  let requests: { target: unknown; body: string }[];
  let before: NodeJS.ProcessEnv;

  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const answer = answers[Math.min(requests.length, answers.length - 1)] ?? "cut";
        requests.push({ target: request.headers["x-amz-target"], body });
        if (answer === "cut") request.socket.destroy();
        else response.writeHead(answer[0]).end(answer[1]);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
  });
  afterEach(async () => {
    process.env = before;
    await new Promise((resolve) => server.close(resolve));
  });

  it("names the operation and sends its input", async () => {
    answers = [[200, '{"Item":{"a":{"S":"b"}}}']];
    assert.deepEqual(await dynamodb("GetItem", { TableName: "t" }), {
      kind: "done",
      output: { Item: { a: { S: "b" } } },
    });
    const target = "DynamoDB_20120810.GetItem";
    assert.deepEqual(requests, [{ target, body: '{"TableName":"t"}' }]);
  });

  const rows: readonly [string, Answers, string, number][] = [
    [
      "a condition that fails",
      [[400, typed("ConditionalCheckFailedException")]],
      "condition-failed",
      1,
    ],
    [
      "a refusal that passes",
      [
        [400, typed("ThrottlingException")],
        [200, "{}"],
      ],
      "done",
      2,
    ],
    [
      "a server's fault that passes",
      [
        [500, "?"],
        [503, "?"],
        [200, "{}"],
      ],
      "done",
      3,
    ],
    ["a connection that is cut", ["cut", [200, "{}"]], "done", 2],
    ["no answer at all", ["cut"], "busy", 3],
    ["too many requests for long", [[400, typed("RequestLimitExceeded")]], "busy", 3],
  ];
  for (const [title, given, kind, attempts] of rows) {
    it(`ends for ${title}`, async () => {
      answers = given;
      assert.equal((await dynamodb("PutItem", {})).kind, kind);
      assert.equal(requests.length, attempts);
    });
  }

  it("throws what the program has to mend", async () => {
    answers = [[400, typed("AccessDeniedException")]];
    await assert.rejects(dynamodb("PutItem", {}), {
      message: `DynamoDB refuses PutItem: ${typed("AccessDeniedException")}`,
    });
    delete process.env["AWS_REGION"];
    await assert.rejects(dynamodb("PutItem", {}), {
      message:
        "The environment has no AWS_REGION: add it to environment where the function is made.",
    });
  });
});
