// `npm run test:engine`: the tests on the real Pulumi engine, where there is one.
import { spawnSync } from "node:child_process";

const MOCHA = [
  "run",
  "--silent",
  "mocha",
  "--",
  "--timeout",
  "180000",
  // Real processes are killed at real moments here: one that a busy machine makes late gets a second chance.
  "--retries",
  "1",
  "tests/engine/**/*.test.ts",
];

if (spawnSync("pulumi", ["version"]).error) {
  console.log(
    "engine tests skipped: no pulumi on PATH (https://www.pulumi.com/docs/install/ says how to get one)",
  );
} else {
  process.exitCode =
    spawnSync("npm", [...MOCHA, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
}
