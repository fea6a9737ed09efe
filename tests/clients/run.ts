// `npm run test:clients`: clients of other makers against the local runtime, with nothing but their endpoint set.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..", "..");

if (!isInstalled()) run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], HERE);
run(process.execPath, ["node_modules/typescript-7/bin/tsc", "-p", HERE], ROOT);
run("npm", ["run", "--silent", "mocha", "--", ...tests()], ROOT);

function tests(): string[] {
  const asked = process.argv.slice(2);
  return asked.length > 0 ? asked : ["tests/clients/*.test.ts"];
}

/** Whether the packages are those that the lock file names. */
function isInstalled(): boolean {
  const installed = join(HERE, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const [wanted, found] = [join(HERE, "package-lock.json"), installed].map(versions);
  return JSON.stringify(wanted) === JSON.stringify(found);
}

function versions(file: string): [string, string][] {
  const { packages } = JSON.parse(readFileSync(file, "utf8")) as {
    packages: Record<string, { version?: string; optional?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { optional }]) => path !== "" && optional !== true)
    .map(([path, { version = "" }]): [string, string] => [path, version])
    .sort();
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
