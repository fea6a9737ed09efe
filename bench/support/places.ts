import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The project's directory. */
export const ROOT = join(import.meta.dirname, "..", "..");

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: { readonly start: string };
};
/** Node's own options of `npm start`. */
export const START_OPTIONS: readonly string[] = manifest.scripts.start.match(/--\S+/g) ?? [];

/** Where `npm start` keeps compiled code between runs (`local/start.mjs`). */
export const COMPILE_CACHE = join(ROOT, "node_modules", ".cache", "secure-api");

/**
 * An empty directory inside the project, so that what is written there finds the project's packages.
 * Git ignores `.local`; it is emptied again by the next run of the same bar.
 */
export function emptyDirectory(name: string): string {
  const directory = join(ROOT, ".local", "bench", name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return directory;
}
