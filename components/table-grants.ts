import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./shared/policy-document";

/** A table, as far as a statement names it. */
export interface TableArn {
  readonly arn: pulumi.Input<string>;
}

const READ_ACTIONS = ["GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem"] as const;
const WRITE_ACTIONS = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"] as const;
/** What an index answers. */
const INDEX_ACTIONS: readonly string[] = ["Query", "Scan"];

/** Lets a function read a table and its indexes; `policies: [grantRead(table)]` in a route. */
export function grantRead(
  table: TableArn,
  actions: readonly (typeof READ_ACTIONS)[number][] = READ_ACTIONS,
): PolicyStatement {
  const hasIndexes = actions.some((action) => INDEX_ACTIONS.includes(action));
  return statement(table, actions, hasIndexes ? [pulumi.interpolate`${table.arn}/index/*`] : []);
}

/** Lets a function write and delete items of a table; reading takes {@link grantRead}. */
export function grantWrite(
  table: TableArn,
  actions: readonly (typeof WRITE_ACTIONS)[number][] = WRITE_ACTIONS,
): PolicyStatement {
  return statement(table, actions, []);
}

function statement(
  { arn }: TableArn,
  actions: readonly string[],
  more: readonly pulumi.Input<string>[],
): PolicyStatement {
  return { actions: actions.map((action) => `dynamodb:${action}`), resources: [arn, ...more] };
}
