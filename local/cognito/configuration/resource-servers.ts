import type { Resource } from "../../program/graph.ts";
import { RESOURCE_SERVER } from "../../program/types.ts";
import type { PoolContext } from "../service.ts";
import { scopesOfServer } from "./resource-server-shape.ts";

/** The pool's resource servers (C44). */
export function serversOf({ service, pool }: PoolContext): readonly Resource[] {
  return service.configuration.graph.where(RESOURCE_SERVER, "userPoolId", pool.id);
}

/** Every custom scope of the pool: `identifier/scope` (C44). */
export function scopesOf(context: PoolContext): readonly string[] {
  return serversOf(context).flatMap(({ inputs }) => scopesOfServer(inputs));
}
