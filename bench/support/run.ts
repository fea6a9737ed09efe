import { spawn } from "node:child_process";
import { COMPILE_CACHE, ROOT } from "./places.ts";
import { watchMemory } from "./process-tree.ts";

export interface RunOptions {
  /** @default the project's directory */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Keep compiled code where `npm start` keeps it. @default false */
  readonly compileCache?: boolean;
  /** @default this Node */
  readonly command?: string;
  /** How the process has to end. @default 0 */
  readonly status?: number;
}

/** A process that ended as it had to. */
export interface Run {
  readonly wallMs: number;
  readonly output: string;
  /** Peaks: of the sum over the process tree, and of its largest process. */
  readonly tree: number;
  readonly largest: number;
}

/**
 * Runs Node with these arguments, or another command, to its end.
 * @throws with what it printed when it fails
 */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const began = performance.now();
  const child = spawn(options.command ?? process.execPath, args, {
    cwd: options.cwd ?? ROOT,
    env: environment(options),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const memory = watchMemory(child.pid ?? 0);
  const printed = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.error += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => {
      const wallMs = performance.now() - began;
      const peaks = memory.stop();
      if (status === (options.status ?? 0))
        return resolve({ wallMs, output: printed.out, ...peaks });
      const words = `${printed.error}${printed.out}`.trim().slice(-2_000);
      reject(new Error(`${args.join(" ")} ended with ${status ?? signal}: ${words}`));
    });
  });
}

/** This process's environment, without what would warm a process up that is meant to start cold. */
export function environment({ env, compileCache }: RunOptions): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...own } = process.env;
  return { ...own, ...(compileCache && { NODE_COMPILE_CACHE: COMPILE_CACHE }), ...env };
}

/** The last line of a run's output, as JSON. */
export function resultOf<T>({ output }: Run): T {
  return JSON.parse(output.trim().split("\n").at(-1) ?? "null") as T;
}
