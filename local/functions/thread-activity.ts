import type { EventLoopUtilization } from "node:perf_hooks";
import type { Worker } from "node:worker_threads";

/** Whether a thread computes, or waits for others. */
export class ThreadActivity {
  readonly #worker: Worker;
  #lastLook: EventLoopUtilization | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** The next answer is about the time from now on. */
  look(): void {
    this.#lastLook = this.#worker.performance.eventLoopUtilization();
  }

  /** Whether it computed for most of the time since it was last looked at. */
  wasBusy(): boolean {
    const before = this.#lastLook;
    this.look();
    const { performance } = this.#worker;
    return performance.eventLoopUtilization(this.#lastLook, before).utilization > 0.5;
  }
}
