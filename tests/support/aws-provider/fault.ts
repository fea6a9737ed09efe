import { writeFileSync } from "node:fs";
import { appearance } from "./appearance.ts";

export type Operation = "create" | "read" | "update" | "delete";

/** What shall go wrong, once in the life of a provider's process. Previews do not count. */
export interface FaultPlan {
  readonly operation: Operation;
  /** Which of these operations it is, from 1. @default 1 */
  readonly nth?: number;
  /** Counts operations on this resource type only. */
  readonly type?: string;
  /** Whether AWS has acted already when it happens. @default "before" */
  readonly when?: "before" | "after";
  /**
   * `fail`: AWS answers with an error; `crash`: the provider is killed; `hang`: no answer until the
   * file {@link releaseFile} exists, or the engine cancels.
   */
  readonly kind: "fail" | "crash" | "hang";
}

/** Exists once the provider hangs. */
export const hangingFile = (account: string): string => `${account}.hanging`;

/** Ends the hanging. */
export const releaseFile = (account: string): string => `${account}.release`;

/** The one thing that goes wrong, or nothing. */
export class Fault {
  readonly #plan: FaultPlan | undefined;
  readonly #account: string;
  readonly #cancelled = new AbortController();
  #count = 0;

  constructor(plan: FaultPlan | undefined, account: string) {
    this.#plan = plan;
    this.#account = account;
  }

  static parse(json: string | undefined, account: string): Fault {
    return new Fault(json ? (JSON.parse(json) as FaultPlan) : undefined, account);
  }

  /** Runs an operation, with the fault before or after it when it is this one's turn. */
  async around<Result>(
    operation: Operation,
    type: string,
    act: () => Result,
  ): Promise<Awaited<Result>> {
    const plan = this.#dueAt(operation, type);
    if (plan?.when !== "after") await this.#strike(plan, type);
    const result = await act();
    if (plan?.when === "after") await this.#strike(plan, type);
    return result;
  }

  /** The engine wants to end: what hangs fails, as calls to AWS do when their context is cancelled. */
  cancel(): void {
    this.#cancelled.abort(new Error("operation was cancelled"));
  }

  #dueAt(operation: Operation, type: string): FaultPlan | undefined {
    const plan = this.#plan;
    if (plan?.operation !== operation || (plan.type ?? type) !== type) return undefined;
    this.#count += 1;
    return this.#count === (plan.nth ?? 1) ? plan : undefined;
  }

  async #strike(plan: FaultPlan | undefined, type: string): Promise<void> {
    if (!plan) return;
    if (plan.kind === "fail") throw new Error(`InternalErrorException: ${type}, as the test asked`);
    if (plan.kind === "crash") process.kill(process.pid, "SIGKILL");
    writeFileSync(hangingFile(this.#account), "");
    await appearance(releaseFile(this.#account), this.#cancelled.signal);
  }
}
