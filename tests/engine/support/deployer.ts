import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  type CommandOptions,
  type Ended,
  endOf,
  environment,
  HOME,
  type Running,
} from "./engine.ts";
import type { TestStack } from "./stacks.ts";

export interface DeployOptions extends CommandOptions {
  /** Over the environment that the engine needs. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it leads a process group, which can be killed as one. @default false */
  readonly group?: boolean;
}

const START = join(HOME, "deploy", "start.mjs");
const OFFLINE = new URL("offline.mjs", import.meta.url).href;

/** Starts `npm run deploy -- COMMAND …` on the program of the stack; an empty `stack` stands for none. */
export function startDeploy(
  { place }: TestStack,
  args: readonly string[],
  options: DeployOptions = {},
): Running {
  const { stack = "dev", env, group = false } = options;
  const target = ["--program", place.program, ...(stack === "" ? [] : ["--stack", stack])];
  const child = spawn(process.execPath, [START, ...args, ...target], {
    cwd: HOME,
    env: { ...environment(place, options), NODE_OPTIONS: `--import ${OFFLINE}`, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: group,
  });
  return { process: child, ended: endOf(child) };
}

/** Runs it to its end. */
export function deploy(stack: TestStack, args: readonly string[], options?: DeployOptions) {
  return startDeploy(stack, args, options).ended;
}

/** The same with `--json`. @returns the object beside how it ended */
export async function deployJson<Data>(
  stack: TestStack,
  args: readonly string[],
  options?: DeployOptions,
): Promise<Ended & { readonly data: Data }> {
  const ended = await deploy(stack, [...args, "--json"], options);
  const line = ended.output.split("\n").find((each) => each.startsWith("{")) ?? "null";
  return { ...ended, data: JSON.parse(line) as Data };
}
