import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** This project, whose npm scripts the commands are. */
const HOME = join(import.meta.dirname, "..");
const NO_INPUT = Promise.resolve("");

/** How a command of this project has ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs what stands behind the npm script; undefined where there is none. npm's own start is saved.
 * @param input comes to be known while it starts. @default none
 */
export async function runScript(
  name: string,
  args: readonly string[],
  input: Promise<string> = NO_INPUT,
): Promise<Ran | undefined> {
  const { scripts } = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const [node, ...script] = scripts[name]?.split(" ") ?? [];
  if (node !== "node") return undefined;
  const child = spawn(process.execPath, [...script, ...args], {
    cwd: HOME,
    stdio: "pipe",
  });
  // A command that ends early needs no input.
  child.stdin.on("error", () => undefined);
  void input.then((given) => child.stdin.end(given));
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
