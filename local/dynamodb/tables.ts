import { setTimeout } from "node:timers/promises";
import { CreationError } from "../program/creation-error.ts";
import type { Graph, Resource } from "../program/graph.ts";
import { TABLE } from "../program/types.ts";
import { StateError } from "../state-lock.ts";
import { type CallDynamoDb, DynamoDbError, type Item } from "./client.ts";
import { changeOf, type TableDefinition, tableDefinition } from "./table-definition.ts";

interface Description extends TableDefinition {
  readonly TableStatus: string;
}

interface Page {
  readonly Items: readonly Item[];
  readonly LastEvaluatedKey?: Item;
}

const POLLS = 400;
const POLL_MS = 5;

/**
 * Makes the tables of a graph that are not there yet, and changes those that are others now, as AWS would.
 * @throws CreationError for a table that DynamoDB refuses
 */
export async function makeTables(
  graph: Graph,
  call: CallDynamoDb,
  log: (line: string) => void,
): Promise<void> {
  for (const table of graph.ofType(TABLE)) {
    const wanted = tableDefinition(table);
    const present = await describe(call, wanted.TableName);
    const change = present && changeOf(present, wanted);
    if (change === "none") continue;
    const items = change === "indexes" ? await allItems(call, wanted.TableName) : [];
    if (change !== undefined) await deleteTable(call, wanted.TableName);
    await create(call, wanted, table);
    for (const Item of items) await call("PutItem", { TableName: wanted.TableName, Item });
    if (change === "replacement") {
      log(`${table.type} "${table.name}" has other keys now: as on AWS, it begins empty`);
    }
  }
}

/** Deletes every table, those that functions made included. */
export async function deleteTables(call: CallDynamoDb): Promise<void> {
  const { TableNames } = await call<{ TableNames: string[] }>("ListTables", {});
  for (const name of TableNames) await deleteTable(call, name);
  // A page holds a hundred names.
  if (TableNames.length > 0) await deleteTables(call);
}

async function create(
  call: CallDynamoDb,
  definition: TableDefinition,
  table: Resource,
): Promise<void> {
  try {
    await call("CreateTable", { ...definition, BillingMode: "PAY_PER_REQUEST" });
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    throw new CreationError(table, {
      code: "ValidationException",
      text: error.message,
      value: "its keys, attributes and indexes",
      fix: "Mend the table's definition.",
    });
  }
  await settled(call, definition.TableName, "ACTIVE");
}

async function deleteTable(call: CallDynamoDb, name: string): Promise<void> {
  await call("DeleteTable", { TableName: name });
  await settled(call, name, undefined);
}

/** Waits until the table has this status, or is gone. */
async function settled(
  call: CallDynamoDb,
  name: string,
  status: "ACTIVE" | undefined,
): Promise<Description | undefined> {
  for (let polls = 0; polls < POLLS; polls += 1) {
    const description = await statusOf(call, name);
    if (description?.TableStatus === status) return description;
    await setTimeout(POLL_MS);
  }
  throw new StateError(
    `The DynamoDB table ${name} of the state directory is damaged. ` +
      `Remove the directory "dynamodb" in it, or use --state DIR with another directory.`,
  );
}

/** The table as it is; one that is being made is waited for. */
async function describe(call: CallDynamoDb, name: string): Promise<Description | undefined> {
  const present = await statusOf(call, name);
  return present && settled(call, name, "ACTIVE");
}

async function statusOf(call: CallDynamoDb, name: string): Promise<Description | undefined> {
  try {
    const input = { TableName: name };
    return (await call<{ Table: Description }>("DescribeTable", input)).Table;
  } catch (error) {
    if (error instanceof DynamoDbError && error.code === "ResourceNotFoundException")
      return undefined;
    throw error;
  }
}

async function allItems(call: CallDynamoDb, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const from = start && { ExclusiveStartKey: start };
    const page = await call<Page>("Scan", { TableName, ConsistentRead: true, ...from });
    items.push(...page.Items);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
