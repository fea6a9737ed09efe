import { ExecutionEnvironment, type Observer } from "./execution-environment.ts";
import type { FunctionModel } from "./function-model.ts";
import type { Pending } from "./handed-over.ts";
import type { Invocation } from "./invocation.ts";
import { type FunctionLogs, lambdaLines, type Report } from "./logs.ts";

/** Starts an execution environment of the function. */
export type StartEnvironment = (logStream: string, observer: Observer) => ExecutionEnvironment;

/** Environments of one function that run at once; Lambda has 1,000, this machine a few cores. */
const MAX_ENVIRONMENTS = 8;
/** The same where they wait for others most of the time, and so need no core. */
const MAX_WAITING_ENVIRONMENTS = 32;
/** Environments that load at once: more would only hold each other up. */
const MAX_LOADING = 4;
/** An event that takes longer than this lets those behind it go elsewhere. */
const PATIENCE_MS = 10;
/** About what starting an environment takes: less than that is not worth one. */
const LOADING_MS = 30;
/** So many events go over before the turn is: the thread runs them while this one reads the next. */
const WORTH_WAKING = 4;
/** How much one event counts in the typical duration. */
const WEIGHT = 0.1;

/** Lambda's answer to an event that the function's reserved concurrency has no place for. */
const throttled: Invocation = {
  ok: false,
  kind: "throttled",
  errorType: "TooManyRequestsException",
  errorMessage: "Rate Exceeded.",
};

/** The execution environments of one function, and the events that wait for them. */
export class FunctionHost {
  readonly #model: FunctionModel;
  readonly #logs: FunctionLogs;
  readonly #start: StartEnvironment;
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #waiting: Pending[] = [];
  #started = 0;
  #unsettled = 0;
  #willDispatch = false;
  #stallCheck: NodeJS.Timeout | undefined;
  /** Moving average of what events take. */
  #typicalMs = 0;

  constructor(model: FunctionModel, logs: FunctionLogs, start: StartEnvironment) {
    this.#model = model;
    this.#logs = logs;
    this.#start = start;
  }

  /** Runs the event as soon as an environment has room; `settle` is told how it ended. */
  invoke(pending: Pending): void {
    if (this.#unsettled >= this.#model.reservedConcurrency) return pending.settle(throttled);
    this.#unsettled += 1;
    this.#waiting.push(pending);
    if (this.#waiting.length >= WORTH_WAKING && this.#environments.size > 0) this.#dispatch();
    else this.#dispatchSoon();
  }

  get size(): number {
    return this.#environments.size;
  }

  /** Ends one environment that does nothing, if there is one. */
  retireIdle(): boolean {
    for (const environment of this.#environments) {
      if (environment.load > 0) continue;
      this.#environments.delete(environment);
      environment.retire();
      return true;
    }
    return false;
  }

  /** Ends every environment, when nothing runs any more. */
  close(): void {
    clearTimeout(this.#stallCheck);
    for (const environment of this.#environments) environment.retire();
    this.#environments.clear();
  }

  /** Few events go over with the others of their turn, in one message: waking a thread costs more than the rest. */
  #dispatchSoon(): void {
    if (this.#willDispatch || this.#waiting.length === 0) return;
    this.#willDispatch = true;
    setImmediate(() => {
      this.#willDispatch = false;
      this.#dispatch();
    });
  }

  /** Hands waiting events out. Quick ones all go to one environment: more threads would only take turns. */
  #dispatch(): void {
    if (this.#environments.size === 0 && this.#waiting.length > 0) this.#startEnvironment();
    while (this.#waiting.length > 0) {
      const environment = this.#quickest();
      if (!environment) break;
      const bearable = Math.max(1, Math.floor(PATIENCE_MS / this.#typicalMs));
      environment.run(this.#waiting.splice(0, Math.min(environment.room, bearable)));
      if (environment.load > 1) this.#watchForStall();
    }
  }

  /** The first environment that begins soon, else the one that begins first; undefined when none has room. */
  #quickest(): ExecutionEnvironment | undefined {
    let best: ExecutionEnvironment | undefined;
    let least = Infinity;
    for (const environment of this.#environments) {
      if (environment.room === 0) continue;
      const delay = this.#expectedDelay(environment);
      if (delay < PATIENCE_MS) return environment;
      if (delay < least) [best, least] = [environment, delay];
    }
    return best;
  }

  /** Milliseconds until another event would begin. */
  #expectedDelay(environment: ExecutionEnvironment): number {
    const { load, isLoaded, busyFor } = environment;
    const loading = isLoaded ? 0 : LOADING_MS;
    // One that takes long already is expected to go on for as long.
    const running = busyFor < PATIENCE_MS ? 0 : busyFor + LOADING_MS;
    return loading + running + load * this.#typicalMs;
  }

  /** Events that would wait long are taken back, and go to as many new environments as there are such. */
  #watchForStall(): void {
    this.#stallCheck ??= setTimeout(() => {
      this.#stallCheck = undefined;
      const environments = [...this.#environments];
      // This thread may be the late one.
      for (const environment of environments) environment.collect();
      const slow = environments.filter(
        (environment) => environment.isLoaded && this.#expectedDelay(environment) >= LOADING_MS,
      );
      for (const environment of slow) {
        this.#waiting.unshift(...environment.takeBack());
        this.#typicalMs = Math.max(this.#typicalMs, environment.busyFor);
      }
      for (let i = this.#wantedBeside(slow); i > 0; i -= 1) this.#startEnvironment();
      this.#dispatch();
      if (environments.some(({ load }) => load > 1)) this.#watchForStall();
    }, PATIENCE_MS).unref();
  }

  /** How many more environments are worth starting: one for each that computes, or for each event where they wait. */
  #wantedBeside(slow: readonly ExecutionEnvironment[]): number {
    if (slow.length === 0) return 0;
    // Each of them is asked: the next answer is about the time since this one.
    const areBusy = slow.map((environment) => environment.activity.wasBusy()).includes(true);
    const limit = areBusy ? MAX_ENVIRONMENTS : MAX_WAITING_ENVIRONMENTS;
    const loading = [...this.#environments].filter(({ isLoaded }) => !isLoaded).length;
    const wanted = areBusy ? slow.length : MAX_LOADING - loading;
    return Math.min(wanted, this.#waiting.length, limit - this.size);
  }

  #startEnvironment(): ExecutionEnvironment {
    this.#started += 1;
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
    const stream = `${day}/[$LATEST]${String(this.#started).padStart(32, "0")}`;
    const { name } = this.#model;
    const startedAt = performance.now();
    let cold: Pending | undefined;
    const environment = this.#start(stream, {
      began: (pending) => {
        if (!environment.isLoaded) cold = pending;
        this.#logs.add(name, stream, { requestId: pending.id });
      },
      line: (text) => this.#logs.add(name, stream, text),
      done: (pending, invocation, durationMs) => {
        this.#typicalMs += (durationMs - this.#typicalMs) * WEIGHT;
        // Its duration counts from when the function was loaded.
        const isCold = pending === cold && environment.isLoaded;
        const initMs = isCold ? performance.now() - durationMs - startedAt : undefined;
        this.#logEnd(stream, invocation, { requestId: pending.id, durationMs, initMs });
        this.#unsettled -= 1;
        pending.settle(invocation);
      },
      idle: () => this.#dispatchSoon(),
      endIsNear: () => this.#startSuccessor(),
      ended: (notBegun) => {
        this.#environments.delete(environment);
        this.#waiting.unshift(...notBegun);
        this.#dispatch();
      },
    });
    this.#environments.add(environment);
    return environment;
  }

  /** The event behind one that runs out of its time need not wait for an environment to start. */
  #startSuccessor(): void {
    const isAnyFree = [...this.#environments].some(({ load }) => load === 0);
    if (!isAnyFree && this.#environments.size < MAX_ENVIRONMENTS) this.#startEnvironment();
  }

  #logEnd(stream: string, invocation: Invocation, facts: Omit<Report, "memoryMb">): void {
    const { name, memoryMb } = this.#model;
    const { requestId } = facts;
    const endLine = invocation.ok ? undefined : lambdaLines.failed(requestId, invocation);
    if (endLine !== undefined) this.#logs.add(name, stream, endLine);
    const status = invocation.ok ? undefined : invocation.kind;
    this.#logs.add(name, stream, { ...facts, memoryMb, status });
  }
}
