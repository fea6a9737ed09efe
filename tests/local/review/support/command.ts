import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { HOME } from "../../program/support/programs.ts";

/** How a command of the review ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the review as its npm script does. */
export function runReview(
  command: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Ran {
  const script = join("local", "review", "run.mjs");
  return spawnSync(process.execPath, [script, command, ...args], {
    cwd: HOME,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}
