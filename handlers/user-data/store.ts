import { requiredVariable } from "../environment";
import { type Dataset, neverWritten } from "./dataset";
import { type AttributeValue, dynamodb, type Item } from "./dynamodb";

/** Whose dataset, and which. */
export interface DatasetKey {
  /** `sub` of the user: names and addresses change. */
  readonly user: string;
  readonly dataset: string;
}

/** What came of a write; `conflict` where somebody else has written since `before` was read. */
export type Written = "written" | "conflict" | "busy";

/** The dataset as the latest write left it; undefined where the table is busy. */
export async function readDataset(key: DatasetKey): Promise<Dataset | undefined> {
  const outcome = await dynamodb("GetItem", {
    TableName: requiredVariable("TABLE"),
    Key: keyOf(key),
    // Otherwise a device might miss what it wrote itself a moment ago.
    ConsistentRead: true,
  });
  if (outcome.kind !== "done") return undefined;
  return outcome.output.Item === undefined ? neverWritten : fromItem(outcome.output.Item);
}

/**
 * Writes the dataset unless another write came between: of two at once, one is told. One that was repeated because its
 * answer was lost is told as well, and finds its own content to be the current one.
 */
export async function writeDataset(
  key: DatasetKey,
  before: Dataset,
  after: Dataset,
): Promise<Written> {
  const outcome = await dynamodb("PutItem", {
    TableName: requiredVariable("TABLE"),
    Item: { ...keyOf(key), ...toItem(after) },
    ...(before.syncCount === 0
      ? { ConditionExpression: "attribute_not_exists(syncCount)" }
      : {
          ConditionExpression: "syncCount = :seen",
          ExpressionAttributeValues: { ":seen": { N: String(before.syncCount) } },
        }),
  });
  if (outcome.kind === "busy") return "busy";
  return outcome.kind === "done" ? "written" : "conflict";
}

function keyOf({ user, dataset }: DatasetKey): Item {
  return { user: { S: user }, dataset: { S: dataset } };
}

// Content is kept as text: DynamoDB's own types have other numbers than JSON.
function toItem(dataset: Dataset): Item {
  const { lastModified, lastModifiedBy } = dataset;
  return {
    syncCount: { N: String(dataset.syncCount) },
    deleted: { BOOL: dataset.deleted },
    data: { S: JSON.stringify(dataset.data) },
    counts: { S: JSON.stringify(dataset.counts) },
    forgotten: { N: String(dataset.forgotten) },
    ...(lastModified !== null && { lastModified: { S: lastModified } }),
    ...(lastModifiedBy !== null && { lastModifiedBy: { S: lastModifiedBy } }),
  };
}

function fromItem(item: Item): Dataset {
  return {
    syncCount: Number(textOf(item["syncCount"])),
    lastModified: textOf(item["lastModified"]),
    lastModifiedBy: textOf(item["lastModifiedBy"]),
    deleted: textOf(item["deleted"]) === "true",
    data: JSON.parse(textOf(item["data"]) ?? "{}"),
    counts: JSON.parse(textOf(item["counts"]) ?? "{}"),
    forgotten: Number(textOf(item["forgotten"])),
  };
}

function textOf(value: AttributeValue | undefined): string | null {
  return value === undefined ? null : String(Object.values(value)[0]);
}
