import { type Resource, text } from "../../program/graph.ts";
import { USER_POOL_CLIENT } from "../../program/types.ts";
import { notFound } from "../../json-api/errors.ts";
import type { PoolContext } from "../service.ts";

/** An app client of the pool as a resource (C163). */
export function clientResource({ service, pool }: PoolContext, id: string): Resource {
  const resource = service.configuration.graph.byId(USER_POOL_CLIENT, id);
  if (resource?.inputs["userPoolId"] !== pool.id) {
    throw notFound(`User pool client ${id} does not exist.`); // C163
  }
  return resource;
}

/** The client's secret, empty for a public one. */
export function secretOf({ inputs, outputs }: Resource): string {
  return text(outputs["clientSecret"]) ?? text(inputs["clientSecret"]) ?? "";
}
