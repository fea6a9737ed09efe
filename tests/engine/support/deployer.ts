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
  /** @default "dev"; empty for a command that takes none */
  readonly stack?: string;
  /** Over the environment that the engine needs. */
  readonly env?: NodeJS.ProcessEnv;
  /** Written to standard input. */
  readonly input?: string;
}

const START = join(HOME, "deploy", "start.mjs");
const OFFLINE = new URL("offline.mjs", import.meta.url).href;

/** Starts `npm run deploy -- COMMAND …` on the program of the stack. */
export function startDeploy(
  { place }: TestStack,
  args: readonly string[],
  options: DeployOptions = {},
): Running {
  const { stack = "dev", env, input } = options;
  const target = ["--program", place.program, ...(stack === "" ? [] : ["--stack", stack])];
  const child = spawn(process.execPath, [START, ...args, ...target], {
    cwd: HOME,
    env: { ...environment(place, options), NODE_OPTIONS: `--import ${OFFLINE}`, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input ?? "");
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
