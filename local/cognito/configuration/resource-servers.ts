import { objects, type Resource, text } from "../../program/graph.ts";
import type { PoolContext } from "../service.ts";

export const RESOURCE_SERVER = "aws:cognito/resourceServer:ResourceServer";

/** The pool's resource servers (C44). */
export function serversOf({ service, pool }: PoolContext): readonly Resource[] {
  return service.configuration.graph.where(RESOURCE_SERVER, "userPoolId", pool.id);
}

/** Every custom scope of the pool: `identifier/scope` (C44). */
export function scopesOf(context: PoolContext): readonly string[] {
  return serversOf(context).flatMap(({ inputs }) =>
    objects(inputs["scopes"]).map(
      ({ scopeName }) => `${text(inputs["identifier"])}/${String(scopeName)}`,
    ),
  );
}
