import { destroy, stackNames } from "./commands.ts";
import { DeployError } from "./failure.ts";
import { stackExpiry } from "./outputs.ts";
import { isGone, openStack, type Target } from "./stack.ts";

/** A throw-away stack whose time is over, and what became of it. */
export interface Swept {
  readonly stack: string;
  readonly expiresAt: string;
  /** `busy`: another update holds it, a second sweep for instance; `gone`: that one was faster. */
  readonly outcome: "listed" | "destroyed" | "busy" | "gone" | "renewed" | "failed";
  /** Of a failure: what was wrong, and what to do. */
  readonly reason?: string;
}

type Removal = Pick<Swept, "outcome" | "reason">;

/** Whose expired stacks are looked for, and what becomes of them. */
export interface SweepOptions {
  readonly program: string;
  readonly now: Date;
  /** Whether expired stacks are destroyed; they are listed only otherwise. */
  readonly yes: boolean;
  readonly onEvent: Target["onEvent"];
  readonly interruption?: Target["interruption"];
}

/**
 * Finds the expired throw-away stacks of this project by their output `expiresAt`, or by the tag where
 * an update has failed before it came to outputs. A stack without either is never touched, and two sweeps at once share the work.
 */
export async function sweep(options: SweepOptions): Promise<readonly Swept[]> {
  const swept: Swept[] = [];
  for (const stack of await stackNames(options.program)) {
    const expiry = await listedExpiry({ ...options, stack });
    if (expiry === undefined || expiry > options.now) continue;
    const expiresAt = expiry.toISOString().replace(".000Z", "Z");
    const rest = options.yes ? await remove(stack, options) : ({ outcome: "listed" } as const);
    swept.push({ stack, expiresAt, ...rest });
  }
  return swept;
}

/** Undefined also for a stack whose state is being written: it is not to be destroyed now, and the next sweep sees it. */
async function listedExpiry(target: Target): Promise<Date | undefined> {
  try {
    return await expiryOfStack(target);
  } catch (error) {
    if (error instanceof DeployError && error.code === "locked") return undefined;
    throw error;
  }
}

/** Undefined for a stack that stays, and for one that went away in the meantime. */
async function expiryOfStack(target: Target): Promise<Date | undefined> {
  try {
    return await stackExpiry(await openStack(target));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function remove(stack: string, options: SweepOptions): Promise<Removal> {
  const removal = await tryToRemove(stack, options);
  // A stack that another sweep takes away meanwhile fails in whatever way the engine was reading it: seen once more it is
  // held or gone. What is really wrong with a stack, it says again.
  return removal.outcome === "failed" ? tryToRemove(stack, options) : removal;
}

async function tryToRemove(stack: string, options: SweepOptions): Promise<Removal> {
  const target: Target = { ...options, stack };
  try {
    // Somebody may have asked for more time since the stacks were listed.
    const expiry = await expiryOfStack(target);
    if (expiry === undefined) return { outcome: "gone" };
    if (expiry > options.now) return { outcome: "renewed" };
    await destroy(target);
    return { outcome: "destroyed" };
  } catch (error) {
    if (!(error instanceof DeployError)) throw error;
    if (error.code === "locked") return { outcome: "busy" };
    if (isGone(error)) return { outcome: "gone" };
    return { outcome: "failed", reason: error.message };
  }
}
