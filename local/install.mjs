// Runs before the npm scripts that need packages, with whatever Node is on the machine and nothing installed.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const lock = join(root, "package-lock.json");
/** npm writes it last, so it is there and younger than the lock file exactly when an install was completed. */
const installed = join(root, "node_modules", ".package-lock.json");

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error("Installing packages (npm ci) …");
  // Standard output belongs to the script that follows: its first line may be read by a program.
  const { status, error } = spawnSync(
    "npm",
    ["ci", "--loglevel=error", "--no-audit", "--no-fund"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    },
  );
  if (status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ""}. Run it by hand to see why.`);
    process.exit(1);
  }
}
