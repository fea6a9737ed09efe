import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { load } from "js-yaml";
import { ProgramError } from "./failure.ts";

/** A program's directory and what its `Pulumi.yaml` says. */
export interface Project {
  /** `Pulumi.yaml` itself. */
  readonly file: string;
  readonly name: string;
  /** Directory or file that holds the program, absolute. */
  readonly main: string;
  /** Where the program runs, and where its `tsconfig.json` is looked for: the directory of {@link main}. */
  readonly workingDirectory: string;
  /** Whether `.ts` files are compiled on the way (`runtime.options.typescript`). */
  readonly typescript: boolean;
  /** The `config:` section as written. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Directory of the stack files, absolute. */
  readonly stackDirectory: string;
}

/**
 * Reads `Pulumi.yaml`.
 * @throws {ProgramError} when there is none, it is no YAML, or its runtime is not Node
 */
export function readProject(directory: string): Project {
  const root = resolve(directory);
  if (!isDirectory(root)) {
    throw new ProgramError(`--program ${directory}: there is no such directory (${root}).`);
  }
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(root, name)).find(existsSync);
  if (file === undefined) {
    throw new ProgramError(
      `${root} has no Pulumi.yaml, so it is not a Pulumi program. ` +
        `Point --program at the directory that holds one, or make one with "pulumi new".`,
    );
  }
  return projectOf(file, readYaml(file));
}

/** The members of a YAML file; an empty file has none. @throws {ProgramError} naming file, line and column */
export function readYaml(file: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = load(readFileSync(file, "utf8"), { filename: file });
  } catch (error) {
    throw new ProgramError(`${file} is not valid YAML: ${(error as Error).message}`);
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new ProgramError(`${file} must hold a map of names to values.`);
  }
  return content as Record<string, unknown>;
}

function projectOf(file: string, content: Record<string, unknown>): Project {
  const { name, runtime, main, config, stackConfigDir } = content;
  const directory = dirname(file);
  if (typeof name !== "string" || name === "") {
    throw new ProgramError(`${file} has no "name". Add the project's name: name: my-api`);
  }
  const kind = typeof runtime === "string" ? runtime : (runtime as { name?: unknown })?.name;
  if (kind !== "nodejs") {
    throw new ProgramError(
      `${file} has the runtime ${JSON.stringify(kind ?? null)}. Only programs with "runtime: nodejs" are served.`,
    );
  }
  const options = (runtime as { options?: { typescript?: unknown } }).options;
  const stacks = stackConfigDir ?? (typeof config === "string" ? config : ".");
  const program = within(directory, main ?? ".");
  return {
    file,
    name,
    main: program,
    workingDirectory: isDirectory(program) ? program : dirname(program),
    typescript: options?.typescript !== false,
    config: typeof config === "object" && config !== null ? (config as Project["config"]) : {},
    stackDirectory: within(directory, stacks),
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function within(directory: string, path: unknown): string {
  return isAbsolute(String(path)) ? String(path) : join(directory, String(path));
}
