import { verify } from "node:crypto";
import { CheckingThread } from "./checking-thread.ts";
import type { Signed } from "./signature-queue.ts";

/** Whether the signature is the key's. */
export type SignatureCheck = (signed: Signed) => boolean | Promise<boolean>;

/** Checks a signature on this thread. */
export function checkHere({ algorithm, data, key, signature }: Signed): boolean {
  return verify(algorithm, data, key, signature);
}

/** When signatures go to a thread of their own. */
interface Measures {
  /** Signatures that came together before: fewer are not worth starting it. */
  readonly worth: number;
  /** Milliseconds without one after which it ends. */
  readonly idleMs: number;
}

/**
 * Checks the first signature of each turn of the event loop on this thread, which is quickest for a single request. Those
 * that come with it go to another thread, as many as it keeps up with, so that two cores share them (T14).
 */
export class SharedChecks {
  readonly #measures: Measures;
  #thread: CheckingThread | undefined;
  #cameTogether = 0;
  #isTurnTaken = false;

  constructor(measures: Measures = { worth: 256, idleMs: 10_000 }) {
    this.#measures = measures;
  }

  readonly check: SignatureCheck = (signed) => {
    if (this.#isTurnTaken) return this.#checkBeside(signed);
    this.#isTurnTaken = true;
    setImmediate(() => (this.#isTurnTaken = false));
    return checkHere(signed);
  };

  get hasThread(): boolean {
    return this.#thread !== undefined;
  }

  /** Ends the thread, if there is one. */
  async end(): Promise<void> {
    await this.#thread?.end();
  }

  #checkBeside(signed: Signed): boolean | Promise<boolean> {
    this.#cameTogether += 1;
    if (this.#cameTogether > this.#measures.worth) this.#thread ??= this.#start();
    return this.#thread?.check(signed) ?? checkHere(signed);
  }

  #start(): CheckingThread {
    const thread = new CheckingThread((unchecked) => {
      if (this.#thread === thread) this.#thread = undefined;
      this.#cameTogether = 0;
      for (const { signed, resolve } of unchecked) resolve(checkHere(signed));
    });
    this.#endWhenIdle(thread, this.#cameTogether);
    return thread;
  }

  #endWhenIdle(thread: CheckingThread, seen: number): void {
    const timer = setTimeout(() => {
      if (this.#cameTogether === seen) void thread.end();
      else this.#endWhenIdle(thread, this.#cameTogether);
    }, this.#measures.idleMs);
    timer.unref();
  }
}

/** For all authorizers of this process: one thread is as much as the gateway's own can make use of. */
export const checkTogether = new SharedChecks().check;
