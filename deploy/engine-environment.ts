import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Spares Pulumi's program runner two thirds of its work, and is nothing to every other process. */
const LEAN_RUNNER = join(import.meta.dirname, "..", "local", "program", "lean-runner.mjs");

/** What the engine's processes get to see beside this one's environment. */
export function engineEnvironment({ NODE_OPTIONS = "" }: NodeJS.ProcessEnv) {
  if (!existsSync(LEAN_RUNNER)) return {};
  return { NODE_OPTIONS: `${NODE_OPTIONS} --import ${pathToFileURL(LEAN_RUNNER)}`.trim() };
}
