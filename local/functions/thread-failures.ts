import type { Failure } from "./messages.ts";

/** What Lambda tells of a thread that failed as a whole. */
export function threadFailure(error: unknown): Failure {
  const isMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
  // Lambda kills the process of a function that takes more memory than it has.
  if (isMemory) return signalFailure("SIGKILL");
  return { errorType: "Runtime.UnhandledError", errorMessage: String(error) };
}

/** The same of one that ended its process. @param code exit status */
export function exitFailure(code: number): Failure {
  if (code === 0) return exited("Runtime exited without providing a reason");
  return exited(`Runtime exited with error: exit status ${code}`);
}

/** The same of one that a signal ended. */
export function signalFailure(signal: NodeJS.Signals): Failure {
  return exited(`Runtime exited with error: signal: ${signalWords[signal] ?? signal}`);
}

/** Lambda is a Go program and tells of signals as those do. Source: https://pkg.go.dev/syscall#Signal.String */
const signalWords: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGHUP: "hangup",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGQUIT: "quit",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

function exited(reason: string): Failure {
  return { errorType: "Runtime.ExitError", errorMessage: `Error: ${reason}` };
}
