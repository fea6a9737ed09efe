import { RecentLines } from "../recent-lines.ts";
import type { Failure } from "./messages.ts";

/** One line of a function's log, as CloudWatch keeps it. */
export interface LogEvent {
  /** ISO 8601. */
  readonly time: string;
  readonly stream: string;
  readonly message: string;
}

/** An invocation that begins. */
export interface Start {
  readonly requestId: string;
}

/** What the function printed, or what Lambda's lines tell of: those are written when somebody asks, most never are. */
type Message = string | Start | Report;

interface Entry {
  readonly time: number;
  readonly stream: string;
  readonly message: Message;
}

/** About what lines take that are not written yet, in characters. */
const UNWRITTEN = 200;

/** What the functions printed last, by logical name. Survives reloads. */
export class FunctionLogs {
  readonly #entries = new Map<string, RecentLines<Entry>>();

  add(name: string, stream: string, message: Message): void {
    let entries = this.#entries.get(name);
    if (!entries) this.#entries.set(name, (entries = new RecentLines(lengthOf)));
    entries.add({ time: Date.now(), stream, message });
  }

  /** The last lines of the function, oldest first. */
  events(name: string): LogEvent[] {
    const entries = this.#entries.get(name)?.last() ?? [];
    return entries.flatMap((entry) => {
      const { stream, message } = entry;
      const time = new Date(entry.time).toISOString();
      return linesOf(message).map((line) => ({ time, stream, message: line }));
    });
  }

  clear(): void {
    this.#entries.clear();
  }
}

function linesOf(message: Message): readonly string[] {
  if (typeof message === "string") return [message];
  const { requestId } = message;
  if (!("durationMs" in message)) return [lambdaLines.start(requestId)];
  return [lambdaLines.end(requestId), lambdaLines.report(message)];
}

function lengthOf({ message }: Entry): number {
  return typeof message === "string" ? message.length : UNWRITTEN;
}

/** What the last line of an invocation says. */
export interface Report extends Start {
  readonly durationMs: number;
  readonly memoryMb: number;
  /** What loading the function took; only of the first invocation in an execution environment. */
  readonly initMs?: number | undefined;
  /** How it failed. */
  readonly status?: string | undefined;
}

/** The lines that Lambda writes around an invocation. */
export const lambdaLines = {
  start: (requestId: string) => `START RequestId: ${requestId} Version: $LATEST`,
  /**
   * What Lambda itself tells of a function that it ended, or that ended its process; the function's own errors stand in
   * its log already. Source: https://github.com/cargo-lambda/cargo-lambda/issues/572
   */
  failed(requestId: string, { errorType, errorMessage }: Failure): string | undefined {
    if (errorType === "Sandbox.Timedout") {
      return `${new Date().toISOString()} ${requestId} ${errorMessage}`;
    }
    if (errorType !== "Runtime.ExitError") return undefined;
    return `RequestId: ${requestId} ${errorMessage}\n${errorType}`;
  },
  end: (requestId: string) => `END RequestId: ${requestId}`,
  report({ requestId, durationMs, memoryMb, initMs, status }: Report) {
    const billed = Math.max(1, Math.ceil(durationMs));
    const init = initMs === undefined ? "" : `\tInit Duration: ${initMs.toFixed(2)} ms`;
    const tail = status === undefined ? "" : `\tStatus: ${status}`;
    return (
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\t` +
      `Billed Duration: ${billed} ms\tMemory Size: ${memoryMb} MB\tMax Memory Used: ${memoryMb} MB${init}${tail}`
    );
  },
};
