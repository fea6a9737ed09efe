import type { Worker } from "node:worker_threads";
import { AnswerSlots } from "./answer-slots.ts";
import { HandedOver, type Pending } from "./handed-over.ts";
import type { Invocation } from "./invocation.ts";
import { type Job, packJobs } from "./jobs.ts";
import { type Failure, isAnswer, type WorkerMessage, type WorkerStart } from "./messages.ts";
import { ThreadActivity } from "./thread-activity.ts";
import { startThread } from "./thread.ts";
import { exitFailure, threadFailure } from "./thread-failures.ts";

/** Told what happens in an execution environment. */
export interface Observer {
  /** The invocation is the one that runs from now on. */
  began(pending: Pending): void;
  line(text: string): void;
  /** An invocation is over; its duration is counted from the moment it could run. */
  done(pending: Pending, invocation: Invocation, durationMs: number): void;
  /** The environment has room again. */
  idle(): void;
  /** The running event has nearly used up its time: the environment is likely to end with it. */
  endIsNear(): void;
  /** The environment is gone, with events that were not begun. */
  ended(notBegun: readonly Pending[]): void;
}

/** About what starting an environment takes; timers may be early by a millisecond. */
const NOTICE_MS = 60;
/** Lambda's limit on loading a function. Its timeout counts from then on. */
const LOAD_LIMIT_MS = 10_000;
/** One worker thread that answers the events of one function, one after another. */
export class ExecutionEnvironment {
  readonly #observer: Observer;
  readonly #worker: Worker;
  readonly #handed = new HandedOver();
  readonly #answers = new AnswerSlots();
  readonly activity: ThreadActivity;
  readonly #timeoutMs: number;
  /** Messages of the worker until now. */
  #received = 0;
  #isLoaded = false;
  #beganAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(
    start: Omit<WorkerStart, "claims" | "answers">,
    env: Record<string, string>,
    observer: Observer,
  ) {
    this.#observer = observer;
    this.#timeoutMs = start.timeoutMs;
    this.#worker = startThread(
      { ...start, claims: this.#handed.claims, answers: this.#answers.memory },
      env,
    );
    this.activity = new ThreadActivity(this.#worker);
    this.#worker.on("message", (message: WorkerMessage) => this.#receive(message));
    this.#worker.on("error", (error) => this.#stop("error", threadFailure(error)));
    this.#worker.on("exit", (code) => this.#stop("error", exitFailure(code)));
  }

  get load(): number {
    return this.#handed.size;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Milliseconds that the running event has taken until now; none while the function is loaded. */
  get busyFor(): number {
    return this.#handed.size > 0 && this.#isLoaded ? performance.now() - this.#beganAt : 0;
  }

  get room(): number {
    return this.#hasEnded ? 0 : this.#handed.room;
  }

  /** Hands events over; there must be room for them. */
  run(pendings: readonly Pending[]): void {
    const jobs = pendings.map((pending): Job => [
      this.#handed.add(pending),
      pending.id,
      pending.event,
    ]);
    if (this.#handed.size === jobs.length) this.#begin();
    this.#worker.postMessage(packJobs(jobs));
  }

  /**
   * Takes what was answered without a message; it comes in the order of the events.
   * @param received messages, whose lines come ahead of the answers after them
   */
  collect(received = this.#received): void {
    this.#answers.heard();
    for (let { first } = this.#handed; first; { first } = this.#handed) {
      const answer = this.#answers.take(first.ticket, received);
      if (!answer) return;
      this.#done(first.ticket, { ok: true, payload: answer.payload }, answer.durationMs);
    }
  }

  /**
   * Takes back what was handed over and not begun, so that another environment can have it. The first one counts as
   * begun: what an earlier event left running uses up its time, as on Lambda, and ends with it.
   */
  takeBack(): Pending[] {
    return this.#handed.takeBack();
  }

  /** Ends the environment. Its end is nobody's failure, so nothing may run in it. */
  retire(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    void this.#worker.terminate();
  }

  #begin(): void {
    const { first } = this.#handed;
    if (!first) return;
    this.#beganAt = performance.now();
    this.#observer.began(first.pending);
    this.#timer ??= this.#checkIn(this.#limitMs);
  }

  #checkIn(leftMs: number): NodeJS.Timeout {
    const untilNotice = leftMs - NOTICE_MS;
    return setTimeout(() => this.#checkTime(), untilNotice > 1 ? untilNotice : leftMs).unref();
  }

  get #limitMs(): number {
    return this.#isLoaded ? this.#timeoutMs : LOAD_LIMIT_MS;
  }

  get #leftMs(): number {
    return this.#limitMs - (performance.now() - this.#beganAt);
  }

  /** One timer for all events: it looks when the running one began, and waits for the rest of its time. */
  #checkTime(): void {
    // What was answered in time is not late because this thread was, whatever else it has not read yet.
    if (this.#leftMs <= 1) this.collect(Infinity);
    this.#timer = undefined;
    if (this.#handed.size === 0 || this.#hasEnded) return;
    const left = this.#leftMs;
    if (left > 1) {
      this.#timer = this.#checkIn(left);
      if (this.#isLoaded && left <= NOTICE_MS + 1) this.#observer.endIsNear();
      return;
    }
    const errorMessage = `Task timed out after ${(this.#timeoutMs / 1000).toFixed(2)} seconds`;
    this.#stop("timeout", { errorType: "Sandbox.Timedout", errorMessage });
  }

  #receive(message: WorkerMessage): void {
    // At the end of the turn there are more of them: answered together, clients are woken less often too.
    if (message === "answered") setImmediate(() => this.collect());
    else {
      this.collect();
      this.#handle(message);
      // Those behind it may lie there since before, and are not called for again.
      setImmediate(() => this.collect());
    }
    this.#received += 1;
  }

  #handle(message: Exclude<WorkerMessage, "answered">): void {
    if (isAnswer(message)) {
      const [ticket, payload, durationMs] = message;
      return this.#done(ticket, { ok: true, payload }, durationMs);
    }
    if (message.kind === "line") return this.#observer.line(message.text);
    if (message.kind === "ready") return this.#loaded();
    if (message.kind === "crashed") return this.#stop("error", message);
    const { ticket, errorType, errorMessage } = message;
    this.#done(ticket, { ok: false, kind: "error", errorType, errorMessage });
  }

  #done(ticket: number, invocation: Invocation, durationMs = this.busyFor): void {
    const pending = this.#handed.remove(ticket);
    if (!pending) return;
    this.#observer.done(pending, invocation, durationMs);
    this.#begin();
    this.#observer.idle();
  }

  #loaded(): void {
    this.#isLoaded = true;
    this.activity.look();
    this.#beganAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#handed.size > 0) this.#checkTime();
  }

  /** Ends the thread: the event that runs fails, those that have not begun go elsewhere. */
  #stop(kind: "error" | "timeout", { errorType, errorMessage }: Failure): void {
    if (this.#hasEnded) return;
    // A thread that ended by itself may have answered before. One that is late was looked at just now.
    if (kind === "error") this.collect(Infinity);
    const durationMs = performance.now() - this.#beganAt;
    const notBegun = this.takeBack();
    // The first one fails also where the thread ended while it loaded, or it would start for ever.
    const failed = this.#handed.takeAll();
    this.retire();
    for (const pending of failed) {
      this.#observer.done(pending, { ok: false, kind, errorType, errorMessage }, durationMs);
    }
    this.#observer.ended(notBegun);
  }
}
