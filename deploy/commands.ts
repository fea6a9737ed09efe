import { announcedChanges, type Change, finishedChanges } from "./changes.ts";
import { type ShownOutputs, shownOutputs, stackExpiry } from "./outputs.ts";
import { attempt, operate, openStack, openWorkspace, type Target } from "./stack.ts";

/** One update of a stack's history. */
export interface Update {
  readonly version: number;
  readonly kind: string;
  readonly result: string;
  /** ISO 8601. */
  readonly startTime: string;
  readonly resourceChanges: Readonly<Record<string, number>>;
}

/** What was found to differ from the state, which has it now. */
export async function refresh(target: Target): Promise<readonly Change[]> {
  const stack = await openStack(target);
  const events = await operate(target, stack, (asked, engine) => asked.refresh(engine));
  return finishedChanges(events).filter(({ op }) => op !== "refresh");
}

/**
 * Removes every resource, and the record of a throw-away stack as well. The engine previews it
 * first: left alone it would take everything around protected users away before it refuses.
 * @throws {DeployError} `refused` before anything is deleted
 */
export async function destroy(target: Target): Promise<readonly Change[]> {
  const stack = await openStack(target);
  const isThrowAway = (await stackExpiry(stack)) !== undefined;
  const shown = await operate(target, stack, (asked, engine) =>
    asked.destroy({ ...engine, previewOnly: true }),
  );
  const events = await operate(target, stack, (asked, engine) => asked.destroy(engine));
  if (isThrowAway) await attempt(target.stack, [], () => stack.workspace.removeStack(stack.name));
  const done = finishedChanges(events);
  return done.length > 0 ? done : announcedChanges(shown);
}

/** The stack's outputs, secrets as `[secret]`. */
export async function outputs(target: Target): Promise<ShownOutputs> {
  return shownOutputs(await openStack(target));
}

const UPDATES = 20;

/** The last updates, the newest first. */
export async function history(target: Target): Promise<readonly Update[]> {
  const stack = await openStack(target);
  const updates = await attempt(target.stack, [], () => stack.history(UPDATES));
  return updates.map(({ version, kind, result, startTime, resourceChanges }) => ({
    version,
    kind,
    result,
    startTime: startTime.toISOString(),
    resourceChanges: resourceChanges ?? {},
  }));
}

/** Lifts the lock that an update has left behind which was killed. Harmless where there is none. */
export async function cancel(target: Target): Promise<void> {
  const stack = await openStack(target);
  await attempt(target.stack, [], () => stack.cancel());
}

/** Names of the project's stacks in the backend. */
export async function stackNames(program: string): Promise<readonly string[]> {
  const workspace = await openWorkspace(program);
  const stacks = await attempt("NAME", [], () => workspace.listStacks());
  return stacks.map(({ name }) => name);
}
