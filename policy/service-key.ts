import type { Resource } from "./resource.ts";

/**
 * Why a resource has no key of the customer's own, where the program says so: the tag `encryption` begins with
 * "service-owned key".
 */
export function serviceKeyReason(resource: Resource): string | undefined {
  const { encryption } = resource.members("tags");
  const isReason = typeof encryption === "string" && encryption.startsWith("service-owned key");
  return isReason ? encryption : undefined;
}
