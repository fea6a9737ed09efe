import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { ROOT, START_OPTIONS } from "./places.ts";
import { environment, type RunOptions } from "./run.ts";

export const BARE_SERVER = join(import.meta.dirname, "bare-server.mjs");
/** Serves a recording in a process like that of `npm start`. */
export const SERVE_RECORDING = [...START_OPTIONS, join(import.meta.dirname, "serve-recording.ts")];

/** A server in a process of its own, and what it said when it was ready. */
export interface ServerProcess<Ready> {
  readonly ready: Ready;
  /** `performance.now()` when the process was started. */
  readonly beganAt: number;
  readonly pid: number;
  /** Sends a message and waits for the answer. */
  ask<Answer>(message: object): Promise<Answer>;
  /** Ends the process, and waits until it has ended. */
  stop(): Promise<void>;
}

/** Gives up on a server that says nothing. */
const PATIENCE_MS = 60_000;

/** Starts Node with these arguments and waits for the first line of JSON. @throws with what the server printed */
export async function startServer<Ready>(
  args: readonly string[],
  options: RunOptions = {},
): Promise<ServerProcess<Ready>> {
  const beganAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: options.cwd ?? ROOT,
    env: environment(options),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  try {
    const ready = JSON.parse(await firstLine(child)) as Ready;
    return { ready, beganAt, pid: child.pid ?? 0, ask: (message) => ask(child, message), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a server, hands it over, and ends it whatever happens. */
export async function withServer<Ready, Result>(
  args: readonly string[],
  use: (server: ServerProcess<Ready>) => Promise<Result>,
  options?: RunOptions,
): Promise<Result> {
  const server = await startServer<Ready>(args, options);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = "";
    const fail = (why: string): void => reject(new Error(`The server ${why}: ${words.trim()}`));
    const timer = setTimeout(() => fail("said nothing"), PATIENCE_MS);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (words += text));
    child.once("error", reject);
    child.once("exit", (status, signal) => fail(`ended with ${status ?? signal}`));
    if (!child.stdout) return fail("has no output");
    createInterface(child.stdout).once("line", (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });
}

async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  const answered = once(child, "message");
  child.send(message);
  const [answer] = (await answered) as [Answer];
  return answer;
}
