import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { parseOptions } from "../../../local/options.ts";
import type { ReadyLine } from "../../../local/ready-line.ts";
import { start } from "../../../local/server.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** What a local runtime has to say beside its answers. */
interface Told {
  /** What it wrote to standard error until now. */
  errors(): string;
  /** Waits until standard error holds the text; the test's own time limit ends it. */
  said(text: string): Promise<void>;
}

/** A local runtime in the process of the tests. */
export interface ServedProgram extends Told {
  readonly ready: ReadyLine;
  stop(): Promise<void>;
}

/** A local runtime in a process of its own, as a user starts it. */
export interface LaunchedRuntime extends Told {
  readonly process: ChildProcess;
  /** Sends the signal and waits for the end. @returns the exit status */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** One that serves. */
export interface RuntimeProcess extends LaunchedRuntime {
  readonly ready: ReadyLine;
}

/** How a runtime that was expected to fail has ended. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

const ANY_PORTS = ["--port", "0", "--auth-port", "0", "--control-port", "0"];

/**
 * Serves a program on free ports as `npm start` with these options does, for tests that only call it: they need no
 * process of its own, whose start costs more than they do.
 */
export async function serveProgram(args: readonly string[]): Promise<ServedProgram> {
  const options = parseOptions([...ANY_PORTS, ...args], /* isTerminal */ false);
  if (options === "help") throw new Error("The options ask for help.");
  const { add, text, has } = collected();
  const running = await start(options, { log: (line) => add(`${line}\n`), program: add });
  for (const remark of running.remarks) add(`${remark}\n`);
  return { ready: running.ready, errors: text, said: has, stop: () => running.close() };
}

/** Starts the runtime on free ports and waits for its ready line. */
export async function startRuntime(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<RuntimeProcess> {
  const launched = launchRuntime(args, env);
  const first = await firstLine(launched.process);
  if (first === undefined) throw new Error(`The runtime did not start:\n${launched.errors()}`);
  return { ...launched, ready: JSON.parse(first) as ReadyLine };
}

/** Starts the runtime on free ports and does not wait. */
export function launchRuntime(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): LaunchedRuntime {
  const child = launch(["--json", ...ANY_PORTS, ...args], env);
  const errors = collect(child.stderr);
  return {
    process: child,
    errors: errors.text,
    said: errors.has,
    stop(signal = "SIGTERM") {
      const ended = endOf(child);
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs the runtime until it ends by itself. */
export async function runToEnd(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = launch(args, env);
  const output = collect(child.stdout);
  const errors = collect(child.stderr);
  const status = await endOf(child);
  return { status, output: output.text(), errors: errors.text() };
}

function launch(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ["local/start.mjs", ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", (status) => resolve(status)));
}

function firstLine(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.once("exit", () => resolve(undefined));
  });
}

function collect(stream: ChildProcess["stderr"]) {
  const { add, text, has } = collected();
  stream?.setEncoding("utf8").on("data", add);
  return { text, has };
}

function collected() {
  let all = "";
  const waiting: { readonly wanted: string; readonly resolve: () => void }[] = [];
  return {
    add(text: string) {
      all += text;
      for (const { wanted, resolve } of waiting) if (all.includes(wanted)) resolve();
    },
    text: () => all,
    has: (wanted: string) =>
      new Promise<void>((resolve) => {
        if (all.includes(wanted)) resolve();
        else waiting.push({ wanted, resolve });
      }),
  };
}
