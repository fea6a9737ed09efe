/**
 * Tags of a log group that the service's own key protects: reviewers of the graph read in them that a customer's key was
 * left out on purpose.
 */
export const serviceKeyTags = { encryption: "service-owned key" };
