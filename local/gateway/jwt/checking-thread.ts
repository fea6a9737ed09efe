import { Worker } from "node:worker_threads";
import type { KeyObject } from "node:crypto";
import { SignatureQueue, type Signed } from "./signature-queue.ts";

/** A signature whose result somebody waits for. */
interface Waiting {
  readonly signed: Signed;
  readonly resolve: (isGood: boolean) => void;
}

/** Told when the thread has ended, with what it has not checked. */
type Ended = (unchecked: readonly Waiting[]) => void;

const WORKER = new URL("./signature-worker.ts", import.meta.url);

/** A thread that checks signatures beside this one. It keeps the process alive until it is ended. */
export class CheckingThread {
  readonly #queue = new SignatureQueue();
  readonly #worker: Worker;
  readonly #keys = new Map<KeyObject, number>();
  #waiting: Waiting[] = [];

  constructor(ended: Ended) {
    this.#worker = new Worker(WORKER, { workerData: this.#queue.memory });
    // At the end of the turn there are more of them.
    this.#worker.on("message", () => setImmediate(() => this.#collect()));
    const end = (): void => {
      this.#collect();
      ended(this.#waiting.splice(0));
    };
    this.#worker.once("error", end);
    this.#worker.once("exit", end);
  }

  /** Whether the signature is the key's. @returns undefined where the thread has enough to do */
  check(signed: Signed): Promise<boolean> | undefined {
    if (!this.#queue.put({ ...signed, key: this.#numberOf(signed.key) })) return undefined;
    this.#queue.wake();
    return new Promise((resolve) => this.#waiting.push({ signed, resolve }));
  }

  /** Ends the thread. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #numberOf(key: KeyObject): number {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const number = this.#keys.size;
    this.#worker.postMessage(key);
    this.#keys.set(key, number);
    return number;
  }

  #collect(): void {
    this.#queue.heard();
    for (let isGood = this.#queue.take(); isGood !== undefined; isGood = this.#queue.take()) {
      this.#waiting.shift()?.resolve(isGood);
    }
  }
}
