import type { Evaluated } from "../../program/source.ts";
import { chosenPool } from "../chosen-pool.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { readUsage } from "./usage.ts";

/** What the command line says of a month, and of the users' pool. */
type Values = Parameters<typeof readUsage>[0] & { readonly pool?: string | undefined };

/**
 * Estimates what a program costs, for as many users as it expects where nothing else is said.
 * @throws {OptionError} naming the value that is missing or wrong
 * @throws {CreationError} for routes that AWS refuses when they are made (H296)
 */
export function programCost({ graph, configuration }: Evaluated, values: Values): Estimate {
  const expectedUsers = configuration.values[`${graph.recording.project}:expectedUsers`];
  const usage = readUsage(values, expectedUsers);
  return estimate(graph, chosenPool(graph, values.pool), usage);
}
