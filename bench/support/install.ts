import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.ts";

const BENCH = join(import.meta.dirname, "..");

/**
 * Installs the packages of a package file of ours (`bench/NAME/package.json`) where they are missing.
 * @returns its directory of packages
 * @throws when npm cannot install them
 */
export async function installPinned(name: string): Promise<string> {
  const directory = join(BENCH, name);
  const packages = join(directory, "node_modules");
  if (!existsSync(join(packages, ".package-lock.json"))) await npmInstall(directory, []);
  return packages;
}

/** `npm install` without what only talks to people. */
export async function npmInstall(directory: string, args: readonly string[]): Promise<number> {
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  const { wallMs } = await run(["install", ...quiet, ...args], { cwd: directory, command: "npm" });
  return wallMs;
}
