import { objects, type Properties, type Resource, text, texts } from "../program/graph.ts";

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: {
    readonly ProjectionType: string;
    readonly NonKeyAttributes?: readonly string[];
  };
}

/** Input of `CreateTable`, and as much of what `DescribeTable` answers. */
export interface TableDefinition {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
}

/** What `CreateTable` is asked for an `aws:dynamodb/table:Table`. */
export function tableDefinition({ inputs, outputs, id }: Resource): TableDefinition {
  const local = objects(inputs["localSecondaryIndexes"]).map((index) =>
    // A local index shares the table's partitions.
    indexDefinition({ ...index, hashKey: inputs["hashKey"] ?? "" }),
  );
  const global = objects(inputs["globalSecondaryIndexes"]).map(indexDefinition);
  return {
    TableName: text(outputs["name"]) ?? id,
    KeySchema: keySchema(inputs),
    AttributeDefinitions: objects(inputs["attributes"]).map(({ name, type }) => ({
      AttributeName: text(name) ?? "",
      AttributeType: text(type) ?? "",
    })),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
  };
}

/**
 * How a table has to change: AWS replaces one whose keys or local indexes are others, and its items are gone; it adds
 * and removes global indexes in place.
 */
export function changeOf(
  present: TableDefinition,
  wanted: TableDefinition,
): "none" | "indexes" | "replacement" {
  const isReplaced =
    keysOf(present) !== keysOf(wanted) ||
    indexesOf(present.LocalSecondaryIndexes) !== indexesOf(wanted.LocalSecondaryIndexes);
  if (isReplaced) return "replacement";
  const isSame =
    indexesOf(present.GlobalSecondaryIndexes) === indexesOf(wanted.GlobalSecondaryIndexes) &&
    attributesOf(present) === attributesOf(wanted);
  return isSame ? "none" : "indexes";
}

function indexDefinition(index: Properties): IndexDefinition {
  const NonKeyAttributes = texts(index["nonKeyAttributes"]);
  return {
    IndexName: text(index["name"]) ?? "",
    KeySchema: keySchema(index),
    Projection: {
      ProjectionType: text(index["projectionType"]) ?? "ALL",
      ...(NonKeyAttributes.length > 0 && { NonKeyAttributes }),
    },
  };
}

function keySchema(inputs: Properties): KeyElement[] {
  const listed = objects(inputs["keySchemas"]).map(({ attributeName, keyType }) =>
    keyElement(text(attributeName), text(keyType) ?? ""),
  );
  const named = [
    keyElement(text(inputs["hashKey"]), "HASH"),
    keyElement(text(inputs["rangeKey"]), "RANGE"),
  ];
  return [...listed, ...named].flat();
}

function keyElement(name: string | undefined, KeyType: string): KeyElement[] {
  return name === undefined ? [] : [{ AttributeName: name, KeyType }];
}

function keysOf(table: TableDefinition): string {
  const types = new Map(
    table.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  return JSON.stringify(table.KeySchema.map((key) => [keyText(key), types.get(key.AttributeName)]));
}

function attributesOf({ AttributeDefinitions }: TableDefinition): string {
  return JSON.stringify(
    AttributeDefinitions.map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]).sort(),
  );
}

function indexesOf(indexes: readonly IndexDefinition[] = []): string {
  const texts = indexes.map(({ IndexName, KeySchema, Projection }) => [
    IndexName,
    KeySchema.map(keyText),
    Projection.ProjectionType,
    [...(Projection.NonKeyAttributes ?? [])].sort(),
  ]);
  return JSON.stringify(texts.sort());
}

function keyText({ AttributeName, KeyType }: KeyElement): string {
  return `${KeyType} ${AttributeName}`;
}
