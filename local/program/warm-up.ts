import { createRequire } from "node:module";
import { compile } from "./compile.ts";
import { moduleFormat } from "./entry.ts";
import type { Footprint } from "./messages.ts";

const require = createRequire(import.meta.url);

/**
 * Modules of Pulumi's packages that this process has loaded. Other packages stay out: they may do
 * something when they are loaded.
 */
export function loadedModules(): string[] {
  return Object.keys(require.cache).filter((path) => path.includes("/node_modules/@pulumi/"));
}

/** Loads and compiles in idle time what the next evaluation will most likely need. Mistakes show up there. */
export function warmUp({ files, modules }: Footprint, directory: string): void {
  for (const path of modules) attempt(() => require(path));
  for (const file of files) {
    if (/\.[cm]?ts$/.test(file)) {
      attempt(() => compile(file, { directory, format: moduleFormat(file) }));
    }
  }
}

function attempt(step: () => unknown): void {
  try {
    step();
  } catch {
    // The file may be gone or half written; the evaluation itself will say so.
  }
}
