import type * as pulumi from "@pulumi/pulumi";

/** Whether what people have stored outlives the stack: users, their data and their files. */
export type Lifecycle = "keep" | "ephemeral";

/**
 * Resource options that keep such a resource: Pulumi refuses to delete it, and leaves it alone when it leaves the
 * program. Users, for instance, cannot be exported with their passwords (C342), so losing a pool is losing them.
 */
export function lifecycleLocks(lifecycle: Lifecycle = "keep"): pulumi.CustomResourceOptions {
  return lifecycle === "ephemeral" ? {} : { protect: true, retainOnDelete: true };
}
