import { existsSync } from "node:fs";
import { join } from "node:path";
import { createClock } from "../clock.ts";
import { createConfiguration } from "../cognito/configuration.ts";
import { readPools, type UserPool } from "../cognito/pool.ts";
import type { PoolContext } from "../cognito/service.ts";
import { createSigning } from "../cognito/tokens/signing.ts";
import { openStore, STATE_FILE } from "../cognito/store.ts";
import { createKms } from "../kms/kms.ts";
import { OptionError, type ProgramOptions } from "../program-options.ts";
import { Graph, type Recording } from "../program/graph.ts";
import type { CommandContext } from "../review/command.ts";

const NO_PROGRAM: Recording = { project: "", stack: "", resources: [], outputs: {} };

/** The pool of the program that the option names, or the only one. @throws {OptionError} naming the pools */
export async function poolOf(
  program: ProgramOptions,
  name: string | undefined,
  { record }: Pick<CommandContext, "record">,
): Promise<UserPool> {
  const { graph } = await record(program);
  const pools = readPools(graph);
  const names = pools.map((pool) => pool.name).join(", ");
  if (pools.length === 0) throw new OptionError("The program has no user pool.");
  if (name === undefined && pools.length > 1) {
    throw new OptionError(`--pool NAME is missing: the program has ${names}.`);
  }
  const found = pools.find((pool) => name === undefined || pool.name === name || pool.id === name);
  if (!found) throw new OptionError(`--pool ${name}: the program's pools are ${names}.`);
  return found;
}

interface StateOptions extends Pick<CommandContext, "printAside"> {
  readonly state: string;
  readonly isReadOnly?: boolean;
}

/**
 * Opens the state for one pool and closes it afterwards. A runtime may serve the same state meanwhile: SQLite lets
 * both write in turn, it sees each user as soon as one is there, and what is added changes nobody who is there.
 * @param isReadOnly makes no state where there is none
 * @throws {OptionError} for a state in memory, which is its runtime's alone
 */
export async function withPool<Result>(
  { state, isReadOnly = false, printAside }: StateOptions,
  pool: UserPool,
  use: (context: PoolContext) => Result,
): Promise<Awaited<Result>> {
  if (state === "memory") {
    throw new OptionError("--state memory: nobody but its runtime sees it; give a directory.");
  }
  const isMade = existsSync(join(state, STATE_FILE));
  const store = openStore(isReadOnly && !isMade ? ":memory:" : state);
  try {
    const clock = createClock();
    // A file of users says nothing about settings and keys, and asks for none.
    const program = new Graph(NO_PROGRAM);
    const service = {
      pools: [pool],
      configuration: createConfiguration(program, store, clock),
      origin: pool.urn,
      store,
      clock,
      signing: createSigning(store, clock),
      functions: { invoke: () => Promise.reject(new Error("A file of users calls no trigger.")) },
      kms: createKms(program, store.keys),
      issuerForm: "aws" as const,
      originOf: () => "",
      log: printAside,
    };
    return await use({ service, pool });
  } finally {
    store.close();
  }
}
