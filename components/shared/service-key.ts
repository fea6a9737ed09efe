import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "./arguments";

/**
 * Tags of a log group that the service's own key protects: reviewers of the graph read in them that a customer's key was
 * left out on purpose.
 */
export const serviceKeyTags = { encryption: "service-owned key" };

// Of an alias, CloudWatch Logs takes no ARN.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
const KEY_ARN = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/\S+$/;

/** Problem of a customer's key that is none. */
export function keyArnProblem(path: string, arn: unknown): Problem {
  const isLater = pulumi.Output.isInstance(arn) || arn instanceof Promise;
  if (arn === undefined || isLater || (typeof arn === "string" && KEY_ARN.test(arn))) {
    return undefined;
  }
  return `${path} is ${JSON.stringify(arn)}: it must be the ARN of a KMS key, such as key.arn.`;
}

/** What protects a log group: the customer's key, or the service's own, which is said. */
export function logProtection(logKeyArn: pulumi.Input<string> | undefined) {
  return logKeyArn === undefined ? { tags: serviceKeyTags } : { kmsKeyId: logKeyArn };
}
