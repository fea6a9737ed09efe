import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** This project, whose npm scripts the commands are. */
const HOME = join(import.meta.dirname, "..");

/** How a command of this project has ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs what stands behind the npm script; undefined where there is none. npm's own start is saved. */
export async function runScript(name: string, args: readonly string[]): Promise<Ran | undefined> {
  const { scripts } = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const [node, ...script] = scripts[name]?.split(" ") ?? [];
  if (node !== "node") return undefined;
  const child = spawn(process.execPath, [...script, ...args], {
    cwd: HOME,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // The engine works meanwhile, and takes longer.
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  return { status, stdout, stderr };
}
