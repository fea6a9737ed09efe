import { Worker } from "node:worker_threads";
import type { WorkerStart } from "./messages.ts";

const WORKER = new URL("./worker.ts", import.meta.url);
const MODULE_RULES = [
  // As AWS documents them for Node on Lambda: `require` of an ES module fails there.
  "--no-experimental-require-module",
  "--no-experimental-detect-module",
  // A directory of the archive is a link: its files must not find packages that lie around its target.
  "--preserve-symlinks",
];

/** Starts the thread of an execution environment. It keeps the process alive until it is ended. */
export function startThread(start: WorkerStart, env: Record<string, string>): Worker {
  return new Worker(WORKER, {
    workerData: start,
    env,
    execArgv: MODULE_RULES,
    resourceLimits: { maxOldGenerationSizeMb: start.memoryMb },
    stdout: true,
    stderr: true,
  });
}
