import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./shared/policy-document";

/** A bucket, queue or secret of the program, or just its ARN; tables have grants of their own. */
export interface Granted {
  readonly arn: pulumi.Input<string>;
}

/**
 * Lets a function read the objects of an S3 bucket.
 *
 * @example
 * api.addRoutes(auth.authorizer, {
 *   "GET /reports": { scopes: ["reports/read"], handler, policies: [grantReadObjects(reports)] },
 * });
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

function ofBucket({ arn }: Granted, prefix: string, actions: readonly string[]): PolicyStatement {
  return { actions, resources: [pulumi.interpolate`${arn}/${prefix}*`] };
}
