import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { ProgramError } from "./failure.ts";
import type { Recording } from "./graph.ts";
import type { EvaluateMessage, Footprint, Order, Report } from "./messages.ts";
import type { Project } from "./project.ts";

/** One evaluation of the program: what it registered, and which source files it read. */
export interface Evaluation {
  readonly recording: Recording;
  readonly files: readonly string[];
}

/** What an evaluator works with. */
export interface EvaluatorOptions {
  readonly project: Project;
  /** The local address of an API, by its URN. @default AWS's own */
  readonly addressOf: ((urn: string) => Promise<string>) | undefined;
  /** What the program prints. */
  readonly print: (text: string) => void;
  /** Milliseconds after which an evaluation is ended. @default 30,000 */
  readonly limitMs?: number;
}

/** Evaluates a program in child processes, each used once. */
export interface Evaluator {
  /** @throws {ProgramError} with what the program's author needs to know */
  evaluate(message: EvaluateMessage): Promise<Evaluation>;
  /** Starts the child of the next evaluation now, so that it is warm by then. */
  prepare(): void;
  close(): void;
}

/** `first` is needed at once, `spare` has time to warm up, `explain` looks a second time for a stack trace. */
type Purpose = "first" | "spare" | "explain";

type Outcome = Exclude<Report, { kind: "addressOf" }>;

/** Time limit of an evaluation; a program of 300 routes takes about seven seconds. */
const LIMIT_MS = 30_000;
/** A child that has answered gets this long to end. */
const LEAVE_MS = 1_000;
/**
 * Without the first V8 lets its young generation grow by 45 MB that a short-lived process never needs; the second stands
 * in for the runtime's own limit, which a large program does not fit into.
 */
const MEMORY_FLAGS = ["--max-semi-space-size=4", "--max-old-space-size=4096"];
const CHILD = join(import.meta.dirname, "child.ts");

const living = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/** The first child is already starting when this returns: loading the SDK takes longest. */
export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const children = new Set<ChildProcess>();
  let next: ChildProcess | undefined;
  let footprint: Footprint = { files: [], modules: [] };

  const start = (purpose: Purpose): ChildProcess => {
    const child = startChild(options, purpose);
    children.add(child);
    living.add(child);
    child.once("exit", () => {
      children.delete(child);
      living.delete(child);
      if (next === child) next = undefined;
    });
    if (purpose === "spare") order(child, { kind: "warm", footprint });
    return child;
  };
  const close = (): void => {
    for (const child of children) child.kill("SIGKILL");
  };
  const run = async (child: ChildProcess, message: EvaluateMessage): Promise<Outcome> => {
    try {
      const outcome = await outcomeOf(child, message, options);
      // Ending by itself, it keeps what it compiled for the next one.
      const late = setTimeout(() => child.kill("SIGKILL"), LEAVE_MS).unref();
      child.once("exit", () => clearTimeout(late));
      return outcome;
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
  };
  next = start("first");

  return {
    async evaluate(message) {
      const child = next ?? start("first");
      next = undefined;
      const outcome = await run(child, message);
      footprint = outcome.footprint;
      const { files } = footprint;
      if (outcome.kind === "recorded") return { recording: outcome.recording, files };
      const { failure } = outcome;
      if (!failure.wantsStack) throw failed(failure.text, files);
      const second = await run(start("explain"), message);
      throw failed(second.kind === "failed" ? second.failure.text : failure.text, files);
    },
    prepare() {
      next ??= start("spare");
    },
    close,
  };
}

function failed(text: string, files: readonly string[]): ProgramError {
  return Object.assign(new ProgramError(text), { files });
}

function startChild({ project, print }: EvaluatorOptions, purpose: Purpose): ChildProcess {
  const { workingDirectory, typescript } = project;
  const child = fork(CHILD, [workingDirectory, String(typescript), purpose], {
    cwd: workingDirectory,
    execArgv: [...process.execArgv, ...MEMORY_FLAGS],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A pool of memory for each of glibc's threads is 30 MB that a process of one busy thread never needs.
    env: { ...process.env, MALLOC_ARENA_MAX: "2" },
  });
  // The second look prints what the first one printed.
  if (purpose === "explain") print = () => undefined;
  child.stdout?.setEncoding("utf8").on("data", print);
  child.stderr?.setEncoding("utf8").on("data", print);
  return child;
}

function order(child: ChildProcess, message: Order): void {
  // A child that is gone says so by its "exit".
  child.send(message, () => undefined);
}

function outcomeOf(
  child: ChildProcess,
  message: EvaluateMessage,
  { limitMs = LIMIT_MS, addressOf }: EvaluatorOptions,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooSlow(limitMs)), limitMs);
    child.on("message", (report: Report) => {
      if (report.kind !== "addressOf") return resolve(report);
      const { urn } = report;
      addressOf?.(urn).then((address) => order(child, { kind: "address", urn, address }), reject);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      const text = `The program ended its process (${signal ?? `exit status ${code}`}).`;
      const end = () => reject(new ProgramError(text));
      // The end may be heard of before the last message, which is still on its way.
      if (child.connected) child.once("disconnect", end);
      else end();
    });
    order(child, { kind: "evaluate", message, knowsAddresses: addressOf !== undefined });
  });
}

function tooSlow(limitMs: number): ProgramError {
  return new ProgramError(
    `The program did not finish within ${limitMs / 1000} s, so it was ended. ` +
      `Look for an endless loop, or for a wait on something that is not there.`,
  );
}
