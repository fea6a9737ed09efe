import { type FSWatcher, watch } from "node:fs";
import { dirname, extname } from "node:path";

/** Tells when a source file of the program is saved. */
export interface SourceWatch {
  /** Watches the directories of these files from now on. */
  follow(files: readonly string[]): void;
  close(): void;
}

/** An editor writes a file in several steps; they count as one. */
const SETTLE_MS = 15;
const SOURCES = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", ".yaml", ".yml"]);

export function watchSources(onChange: () => void): SourceWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const changed = (name: string | null): void => {
    if (name !== null && !SOURCES.has(extname(name))) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  return {
    follow(files) {
      const directories = new Set(files.map((file) => dirname(file)));
      for (const [directory, watcher] of watchers) {
        if (directories.has(directory)) continue;
        watcher.close();
        watchers.delete(directory);
      }
      for (const directory of directories) {
        if (watchers.has(directory)) continue;
        const watcher = watch(directory, (_, name) => changed(name));
        watcher.on("error", () => watchers.delete(directory));
        watchers.set(directory, watcher);
      }
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
