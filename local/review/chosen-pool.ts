import { OptionError } from "../program-options.ts";
import type { Graph, Resource } from "../program/graph.ts";
import { USER_POOL } from "../program/types.ts";

/** The flag of commands that are about one user pool, for `parseFlags`. */
export const POOL_FLAG = { pool: { type: "string" } } as const;

/**
 * The user pool with this logical name; without a name the only one, undefined where there is none.
 * @throws {OptionError} naming the pools there are
 */
export function chosenPool(graph: Graph, name: string | undefined): Resource | undefined {
  const pools = graph.ofType(USER_POOL);
  const names = pools.map((pool) => pool.name).join(", ");
  if (name !== undefined) {
    const found = pools.find((pool) => pool.name === name);
    if (found) return found;
    throw new OptionError(
      `--pool ${name}: the program's user pools are named ${names || "not at all"}.`,
    );
  }
  if (pools.length < 2) return pools[0];
  throw new OptionError(
    `--pool is missing: the program has more than one user pool. Choose one: ${names}.`,
  );
}
