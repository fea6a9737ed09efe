import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./inline-function";

/** A table, bucket, queue or secret of the program, or just its ARN. */
export interface Granted {
  readonly arn: pulumi.Input<string>;
}

/**
 * Lets a function look items up in a DynamoDB table and its indexes. Scans, which read everybody's
 * items, are not among it.
 *
 * @example
 * api.addRoutes(auth.authorizer, {
 *   "GET /orders": { scopes: ["orders/read"], handler, policies: [grantRead(orders)] },
 * });
 */
export function grantRead(table: Granted): PolicyStatement {
  return ofTable(table, READ_ITEMS);
}

/** Lets a function look items up in a DynamoDB table, and change them. */
export function grantReadWrite(table: Granted): PolicyStatement {
  return ofTable(table, [...READ_ITEMS, ...WRITE_ITEMS]);
}

/**
 * Lets a function read the objects of an S3 bucket.
 * @param prefix of the objects' keys, such as `reports/`; all objects without it
 */
export function grantReadObjects(bucket: Granted, prefix = ""): PolicyStatement {
  return ofBucket(bucket, prefix, ["s3:GetObject"]);
}

/** Lets a function read, write and delete the objects of an S3 bucket. */
export function grantReadWriteObjects(bucket: Granted, prefix = ""): PolicyStatement {
  return ofBucket(bucket, prefix, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]);
}

/** Lets a function read a secret, whose name or ARN its environment holds. */
export function grantReadSecret(secret: Granted): PolicyStatement {
  return { actions: ["secretsmanager:GetSecretValue"], resources: [secret.arn] };
}

/** Lets a function send messages to an SQS queue. */
export function grantSend(queue: Granted): PolicyStatement {
  return { actions: ["sqs:SendMessage"], resources: [queue.arn] };
}

const READ_ITEMS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
const WRITE_ITEMS = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
];

function ofTable({ arn }: Granted, actions: readonly string[]): PolicyStatement {
  return { actions, resources: [arn, pulumi.interpolate`${arn}/index/*`] };
}

function ofBucket({ arn }: Granted, prefix: string, actions: readonly string[]): PolicyStatement {
  return { actions, resources: [pulumi.interpolate`${arn}/${prefix}*`] };
}
