import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  type CallDynamoDb,
  dynamoDbClient,
  DynamoDbError,
} from "../../../local/dynamodb/client.ts";
import { type EmbeddedDynamoDb, embeddedDynamoDb } from "../../../local/dynamodb/embedded.ts";
import { CreationError } from "../../../local/program/creation-error.ts";
import { Graph, type Properties } from "../../../local/program/graph.ts";
import { resource } from "../cognito/support/graph.ts";

const TABLE = "aws:dynamodb/table:Table";
const NOTES: Properties = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "owner",
  rangeKey: "id",
  attributes: [
    { name: "owner", type: "S" },
    { name: "id", type: "N" },
  ],
};
const BY_TOPIC: Properties = {
  ...NOTES,
  attributes: [...(NOTES["attributes"] as Properties[]), { name: "topic", type: "S" }],
  globalSecondaryIndexes: [{ name: "by-topic", hashKey: "topic", projectionType: "ALL" }],
};
const item = { owner: { S: "ada" }, id: { N: "1" }, topic: { S: "engines" } };

const graphOf = (inputs?: Properties): Graph => {
  const tables =
    inputs === undefined
      ? []
      : [resource(TABLE, "notes", { id: "notes-1", inputs, outputs: { name: "notes-1" } })];
  return new Graph({ project: "p", stack: "dev", resources: tables, outputs: {} });
};

describe("the embedded DynamoDB", () => {
  let database: EmbeddedDynamoDb;
  let lines: string[];
  beforeEach(() => {
    lines = [];
    database = embeddedDynamoDb("memory", (line) => lines.push(line));
  });
  afterEach(() => database.close());

  const serve = async (inputs: Properties): Promise<CallDynamoDb> => {
    await database.open(graphOf(inputs));
    await database.serve(graphOf(inputs));
    return dynamoDbClient(database.origin() ?? "");
  };
  const count = async (call: CallDynamoDb): Promise<number> =>
    (await call<{ Count: number }>("Scan", { TableName: "notes-1" })).Count;

  it("F79: is not started for a graph without tables", async () => {
    await database.open(graphOf());
    await database.serve(graphOf());
    assert.equal(database.origin(), undefined);
  });

  it("F79: makes tables with their keys and indexes", async () => {
    const call = await serve({
      ...BY_TOPIC,
      localSecondaryIndexes: [
        { name: "by-time", rangeKey: "time", projectionType: "INCLUDE", nonKeyAttributes: ["x"] },
      ],
      attributes: [...(BY_TOPIC["attributes"] as Properties[]), { name: "time", type: "N" }],
    });
    await call("PutItem", { TableName: "notes-1", Item: { ...item, time: { N: "7" } } });
    const found = await call<{ Items: unknown[] }>("Query", {
      TableName: "notes-1",
      IndexName: "by-topic",
      KeyConditionExpression: "topic = :topic",
      ExpressionAttributeValues: { ":topic": { S: "engines" } },
    });
    assert.deepEqual(found.Items, [{ ...item, time: { N: "7" } }]);
    const projected = await call<{ Items: unknown[] }>("Query", {
      TableName: "notes-1",
      IndexName: "by-time",
      KeyConditionExpression: "#owner = :owner AND #time > :time",
      ExpressionAttributeNames: { "#owner": "owner", "#time": "time" },
      ExpressionAttributeValues: { ":owner": { S: "ada" }, ":time": { N: "6" } },
    });
    assert.deepEqual(projected.Items, [{ owner: { S: "ada" }, id: { N: "1" }, time: { N: "7" } }]);
  });

  it("F79: keeps items when the graph is served again, also with other global indexes", async () => {
    const call = await serve(NOTES);
    await call("PutItem", { TableName: "notes-1", Item: item });
    await serve(NOTES);
    assert.equal(await count(call), 1);
    await serve(BY_TOPIC);
    const found = await call<{ Count: number }>("Scan", {
      TableName: "notes-1",
      IndexName: "by-topic",
    });
    assert.equal(found.Count, 1);
    await serve(NOTES);
    assert.equal(await count(call), 1);
    assert.deepEqual(lines, []);
  });

  it("F79: begins anew where the keys are others, as AWS replaces the table", async () => {
    const call = await serve(NOTES);
    await call("PutItem", { TableName: "notes-1", Item: item });
    await serve({
      ...NOTES,
      rangeKey: "time",
      attributes: [
        { name: "owner", type: "S" },
        { name: "time", type: "N" },
      ],
    });
    assert.equal(await count(call), 0);
    assert.deepEqual(lines, [
      'aws:dynamodb/table:Table "notes" has other keys now: as on AWS, it begins empty',
    ]);
  });

  it("F79: is emptied with all that functions made", async () => {
    const call = await serve(NOTES);
    await call("PutItem", { TableName: "notes-1", Item: item });
    await call("CreateTable", {
      TableName: "own",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "a", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "a", AttributeType: "S" }],
    });
    await database.clear();
    assert.deepEqual(await call("ListTables", {}), { TableNames: [] });
    await serve(NOTES);
    assert.equal(await count(call), 0);
  });

  it("H296: refuses a table that DynamoDB refuses", async () => {
    const unknown = { ...NOTES, rangeKey: "nowhere" };
    await assert.rejects(serve(unknown), (error: Error) => {
      assert.ok(error instanceof CreationError);
      assert.match(error.message, /^aws:dynamodb\/table:Table "notes": .*ValidationException: /);
      return true;
    });
  });

  it("F79: names what it does not answer", async () => {
    const call = await serve(NOTES);
    await assert.rejects(call("TransactWriteItems", {}), (error: Error) => {
      assert.equal((error as DynamoDbError).code, "UnknownOperationException");
      return true;
    });
  });

  it("F79: refuses what its store throws at, and goes on", async () => {
    const call = await serve(NOTES);
    const malformed: readonly [string, object][] = [
      ["DescribeTable", null as unknown as object],
      ["BatchGetItem", { RequestItems: { "notes-1": { Keys: [null] } } }],
    ];
    for (const [operation, input] of malformed) {
      await assert.rejects(call(operation, input), (error: Error) => {
        assert.equal((error as DynamoDbError).code, "SerializationException");
        return true;
      });
    }
    assert.equal(await count(call), 0);
  });

  it("F79: finds its items again where they are kept", async () => {
    const directory = mkdtempSync(join(tmpdir(), "dynamodb-"));
    const first = embeddedDynamoDb(directory, () => undefined);
    await first.open(graphOf(NOTES));
    await first.serve(graphOf(NOTES));
    const Item = { TableName: "notes-1", Item: item };
    await dynamoDbClient(first.origin() ?? "")("PutItem", Item);
    await first.close();

    const second = embeddedDynamoDb(directory, () => undefined);
    await second.open(graphOf(NOTES));
    await second.serve(graphOf(NOTES));
    assert.equal(await count(dynamoDbClient(second.origin() ?? "")), 1);
    await second.close();
    rmSync(directory, { recursive: true });
  });
});
