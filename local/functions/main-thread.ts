import { createRequire, syncBuiltinESMExports } from "node:module";

/**
 * Lets `node:worker_threads` say what it says on Lambda, where a function's code runs in the main thread: no port, over
 * which a library that finds one would send the runtime messages of its own. Threads that the code starts have theirs.
 */
export function actAsMainThread(): void {
  const threads = createRequire(import.meta.url)("node:worker_threads") as object;
  Object.assign(threads, { isMainThread: true, parentPort: null, workerData: null });
  syncBuiltinESMExports();
}
