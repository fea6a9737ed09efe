import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { ProgramError } from "./failure.ts";

/** The file that a program starts with. */
export interface Entry {
  readonly path: string;
  /** Whether it is an ES module, to be imported. */
  readonly isModule: boolean;
}

interface PackageFile {
  readonly directory: string;
  readonly type?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
}

const NAMES = ["index.js", "index.mjs", "index.cjs", "index.ts", "index.mts", "index.cts"];
const ENDS = ["", ".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"];

/**
 * Finds what Pulumi's runner would run: a file that `main` of `Pulumi.yaml` names, else `exports` or
 * `main` of the nearest package.json, else an index file.
 * @throws {ProgramError} when there is none
 */
export function findEntry(main: string): Entry {
  const given = ENDS.map((end) => main + end).find((path) => existsSync(path));
  if (given === undefined) throw new ProgramError(`The program's "main" ${main} does not exist.`);
  const path = realpathSync(isFile(given) ? given : entryOf(given));
  return { path, isModule: moduleFormat(path) === "module" };
}

/** As Node decides: by extension, else by `type` of the nearest package.json. */
export function moduleFormat(file: string): "commonjs" | "module" {
  if (/\.m[jt]s$/.test(file)) return "module";
  if (/\.c[jt]s$/.test(file)) return "commonjs";
  return nearestPackage(dirname(file))?.type === "module" ? "module" : "commonjs";
}

function entryOf(directory: string): string {
  const manifest = nearestPackage(directory);
  const stated = manifest && statedEntry(manifest);
  const candidates = [
    ...(stated ? ENDS.map((end) => join(manifest.directory, stated) + end) : []),
    ...NAMES.map((name) => join(directory, name)),
  ];
  const found = candidates.find(isFile);
  if (found) return found;
  throw new ProgramError(
    `${directory} has no program: none of ${NAMES.join(", ")}, and no "main" that exists in its package.json.`,
  );
}

function statedEntry({ exports, main }: PackageFile): string | undefined {
  if (exports === undefined) return typeof main === "string" ? main : undefined;
  const root =
    typeof exports === "object" && exports !== null ? (exports as Conditions)["."] : exports;
  if (typeof root !== "object" || root === null) return typeof root === "string" ? root : undefined;
  const conditions = root as Conditions;
  const chosen = conditions["default"] ?? conditions["require"] ?? conditions["import"];
  return typeof chosen === "string" ? chosen : undefined;
}

type Conditions = Readonly<Record<string, unknown>>;

const packages = new Map<string, PackageFile | undefined>();

function nearestPackage(directory: string): PackageFile | undefined {
  if (packages.has(directory)) return packages.get(directory);
  const manifest = join(directory, "package.json");
  const parent = dirname(directory);
  const found = existsSync(manifest)
    ? { ...readPackage(manifest), directory }
    : parent === directory
      ? undefined
      : nearestPackage(parent);
  packages.set(directory, found);
  return found;
}

function readPackage(manifest: string): object {
  try {
    return JSON.parse(readFileSync(manifest, "utf8")) as object;
  } catch (error) {
    throw new ProgramError(`${manifest} is not valid JSON: ${(error as Error).message}`);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
