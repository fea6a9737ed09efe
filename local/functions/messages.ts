import type { AnswerMemory } from "./answer-slots.ts";

/** What a worker is started with. */
export interface WorkerStart {
  readonly taskRoot: string;
  readonly handler: string;
  readonly nodeVersion: number;
  readonly functionName: string;
  readonly arn: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logFormat: "Text" | "JSON";
  /** Directories in which packages are looked up that Lambda's runtime brings (`@aws-sdk/*`). */
  readonly runtimePackages: readonly string[];
  /** Local origins that stand for AWS host names. */
  readonly hosts: Readonly<Record<string, string>>;
  /** A place for each event that was handed over: its ticket for as long as nobody has begun it, see `claim`. */
  readonly claims: Int32Array;
  readonly answers: AnswerMemory;
}

/** What the function returned, as JSON text, and how long it took. */
export type Answer = readonly [ticket: number, payload: string, durationMs: number];

/** Why an invocation failed, in Lambda's names. */
export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

/**
 * From a worker: an event was answered, or some were by `AnswerSlots` (`"answered"`); the handler is loaded (or failed
 * to), a line was printed, an event failed, or the whole thread is about to end.
 */
export type WorkerMessage =
  | Answer
  | "answered"
  | { readonly kind: "ready" }
  | { readonly kind: "line"; readonly text: string }
  | ({ readonly kind: "failed"; readonly ticket: number } & Failure)
  | ({ readonly kind: "crashed" } & Failure);

export function isAnswer(message: WorkerMessage): message is Answer {
  return Array.isArray(message);
}
