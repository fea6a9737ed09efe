import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";

/** Waits until the file exists. @throws the signal's reason when that comes first */
export function appearance(file: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dirname(file));
    const end = (): void => {
      watcher.close();
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const look = (): void => {
      if (existsSync(file)) end();
    };
    watcher.on("change", look);
    signal?.addEventListener("abort", end, { once: true });
    look();
  });
}
