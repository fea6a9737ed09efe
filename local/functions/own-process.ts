import { constants } from "node:os";

const { signals } = constants;

/** Signals that end no process unless it asks for them (signal(7)). */
const harmless: ReadonlySet<number> = new Set([
  0,
  signals.SIGCHLD,
  signals.SIGCONT,
  signals.SIGURG,
  signals.SIGWINCH,
]);

/**
 * Keeps what a function does to its process to its own environment: on Lambda the process is the function's, here it is
 * the runtime's. Libraries that end gracefully send a signal to `process.pid`.
 * @param end ends the environment, as that signal would have
 */
export function ownProcess(end: (signal: NodeJS.Signals) => never): void {
  const kill = process.kill.bind(process);
  // Itself, its group, and the process that waits for the runtime, npm for one.
  const own: ReadonlySet<number> = new Set([process.pid, -process.pid, 0, process.ppid]);
  process.kill = (pid, signal = "SIGTERM") => {
    // What it must refuse it refuses as ever.
    const isOwn = own.has(Number(pid)) && numberOf(signal) !== undefined;
    if (!isOwn) return kill(pid, signal);
    if (harmless.has(numberOf(signal) ?? 0)) return true;
    return end(nameOf(signal));
  };
  process.abort = () => end("SIGABRT");
}

function numberOf(signal: string | number): number | undefined {
  return typeof signal === "number" ? signal : signals[signal as NodeJS.Signals];
}

function nameOf(signal: string | number): NodeJS.Signals {
  const entries = Object.entries(signals) as readonly [NodeJS.Signals, number][];
  return entries.find(([, number]) => number === numberOf(signal))?.[0] ?? "SIGTERM";
}
