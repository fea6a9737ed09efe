import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Resource } from "../../../../local/program/graph.ts";
import { openProgram, type ProgramSource } from "../../../../local/program/source.ts";

/** This project: its packages are what programs without their own resolve. */
export const HOME = join(import.meta.dirname, "..", "..", "..", "..");

const written: string[] = [];
const opened: ProgramSource[] = [];

/** Writes a program to a directory outside the tree and returns its path. */
export function writeProgram(files: Readonly<Record<string, string>>): string {
  const all = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...files };
  const directory = directoryFor(all);
  written.push(directory);
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** Writes a copy of a program to a directory outside the tree and returns its path. */
export function copyProgram(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(directory, name)).isFile());
  return writeProgram(
    Object.fromEntries(files.map((name) => [name, readFileSync(join(directory, name), "utf8")])),
  );
}

/**
 * The same for the same program in every run, where no other test has it at the moment: what was compiled for it is
 * found again, and the process that evaluates it need not load the compiler.
 */
function directoryFor(files: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  const directory = join(tmpdir(), `program-${hash}`);
  try {
    mkdirSync(directory, { mode: 0o700 });
    return directory;
  } catch {
    return mkdtempSync(`${directory}-`);
  }
}

/** Opens a program of a directory; {@link cleanUp} closes it. `printed` gathers what it prints. */
export function open(directory: string, config: Readonly<Record<string, string>> = {}) {
  const printed: string[] = [];
  const source = openProgram(
    { program: directory, stack: "dev", config },
    async () => "http://127.0.0.1:3000",
    (text) => printed.push(text),
  );
  opened.push(source);
  return { source, printed };
}

/** Writes and evaluates a program. */
export async function evaluate(
  files: Readonly<Record<string, string>>,
  config: Readonly<Record<string, string>> = {},
) {
  const directory = writeProgram(files);
  const { source, printed } = open(directory, config);
  const evaluated = await source.evaluate();
  return { ...evaluated, directory, printed, outputs: evaluated.graph.recording.outputs };
}

/** The message that the user is shown when the program cannot be evaluated. */
export async function failureOf(files: Readonly<Record<string, string>>): Promise<string> {
  const { message } = await evaluate(files).then(
    () => Promise.reject(new Error("the program was evaluated")),
    (error: Error) => error,
  );
  return message;
}

/** Closes what was opened and removes what was written; for `afterEach`. */
export function cleanUp(): void {
  for (const source of opened.splice(0)) source.close();
  for (const directory of written.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** The text of a callback function's serialised file. */
export function codeOf(resource: Resource): string {
  const { archive } = resource.inputs["code"] as { archive: Record<string, { text: string }> };
  return archive["__index.js"]?.text ?? "";
}

/** The one resource with the logical name. */
export function named(resources: readonly Resource[], name: string): Resource {
  const [found, ...others] = resources.filter((resource) => resource.name === name);
  if (!found || others.length > 0) throw new Error(`${others.length} other resources "${name}"`);
  return found;
}
