import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { HOME } from "../../program/support/programs.ts";

/** How a command of the review ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const SCRIPT = join("local", "review", "run.mjs");

/** Runs a command of the review as its npm script does. */
export function runReview(
  command: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Ran {
  return spawnSync(process.execPath, [SCRIPT, command, ...args], {
    cwd: HOME,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

/** Starts a command of the review and does not wait for its end. */
export function startReview(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawn(process.execPath, [SCRIPT, command, ...args], {
    cwd: HOME,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}
