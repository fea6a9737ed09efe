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
  /** One number for each event that was handed over and not begun, see {@link CLAIM}. */
  readonly claims: Int32Array;
}

/** Whoever changes `waiting` first has the event: the worker that begins it, or the pool that takes it back. */
export const CLAIM = { waiting: 0, begun: 1, takenBack: 2 } as const;

/** One event on its way to a worker: its place in `claims`, its request id, its text. A list is cloned faster than an object. */
export type Job = readonly [slot: number, id: string, event: string];

/** What the function returned, as JSON text. */
export type Answer = readonly [slot: number, payload: string];

/** Why an invocation failed, in Lambda's names. */
export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

/**
 * From a worker: an event was answered, the handler is loaded (or failed to), a line was printed, an
 * event failed, or the whole thread is about to end.
 */
export type WorkerMessage =
  | Answer
  | { readonly kind: "ready" }
  | { readonly kind: "line"; readonly text: string }
  | ({ readonly kind: "failed"; readonly slot: number } & Failure)
  | ({ readonly kind: "crashed" } & Failure);
