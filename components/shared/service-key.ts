import type * as pulumi from "@pulumi/pulumi";

/**
 * Tags of a log group that the service's own key protects: reviewers of the graph read in them that a customer's key was
 * left out on purpose.
 */
export const serviceKeyTags = { encryption: "service-owned key" };

/** What protects a log group: the customer's key, or the service's own, which is said. */
export function logProtection(logKeyArn: pulumi.Input<string> | undefined) {
  return logKeyArn === undefined ? { tags: serviceKeyTags } : { kmsKeyId: logKeyArn };
}
