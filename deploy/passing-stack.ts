import { resolve } from "node:path";
import type { Stack } from "./automation.ts";
import { stackFileOf } from "./environment.ts";
import { DeployError } from "./failure.ts";
import { readStackFile, restoreStackFile } from "./stack-file.ts";
import { attempt, makeStack, openWorkspace, type Target } from "./stack.ts";

/** A stack that was made for a command, and what there was before. */
interface Made {
  readonly stack: Stack;
  /** Names of the project's stacks. */
  readonly others: readonly string[];
  /** The one that `pulumi` takes where none is named. */
  readonly selected: string | undefined;
  /** Text of the stack's file; undefined where there was none. */
  readonly stackFile: string | undefined;
}

/**
 * Does what needs a stack. One that has to be made for it is removed afterwards, also after a failure;
 * one that was there stays, and so does one that somebody has filled in the meantime.
 * @param keepsStackFile whether what is written to the stack's file stays where nothing fails, as somebody has asked for it
 * @returns beside the result the names of the project's stacks, where this one is none of them
 */
export async function withoutTrace<Result>(
  target: Target,
  keepsStackFile: boolean,
  act: (target: Target) => Promise<Result>,
): Promise<Result & { readonly otherStacks?: readonly string[] }> {
  let made: Made | undefined;
  const make = async (stack: Stack): Promise<void> => {
    const before = await placeBefore(target, stack);
    await makeStack(stack);
    made = before;
  };
  const clear = async (keeps: boolean): Promise<void> => {
    if (made) await remove(made, target, keeps);
  };
  try {
    const result = await act({ ...target, make });
    await clear(keepsStackFile);
    return { ...result, ...(made && { otherStacks: made.others }) };
  } catch (error) {
    // What failed first is what has to be mended.
    await clear(false).catch(() => undefined);
    throw made && error instanceof DeployError ? named(error, made) : error;
  }
}

/** One line about a stack that is not there: its name may be a mistake. */
export function newStackLine(stack: string, others: readonly string[]): string {
  const known = others.length > 0 ? others.join(", ") : "none";
  return `There is no stack ${stack} yet, up would make it. Stacks of the project: ${known}.`;
}

async function placeBefore({ program }: Target, stack: Stack): Promise<Made> {
  const stacks = await attempt(stack.name, [], () => stack.workspace.listStacks());
  const file = stackFileOf(resolve(program), stack.name);
  return {
    stack,
    others: stacks.map(({ name }) => name),
    selected: stacks.find(({ current }) => current)?.name,
    stackFile: readStackFile(file),
  };
}

/** The CLI has selected the stack as well, and has written to its file how its secrets are encrypted. */
async function remove(
  { stack: { name, workspace }, selected, stackFile }: Made,
  { program }: Target,
  keepsStackFile: boolean,
): Promise<void> {
  try {
    await attempt(name, [], () => workspace.removeStack(name, { preserveConfig: true }));
  } catch (error) {
    if (isInUse(error)) return;
    throw error;
  }
  if (selected !== undefined) {
    const place = await openWorkspace(program);
    await attempt(selected, [], () => place.selectStack(selected));
  }
  if (keepsStackFile) return;
  restoreStackFile(stackFileOf(resolve(program), name), stackFile);
}

/** Whether somebody deploys the stack that was made for this command, or has deployed it. */
function isInUse(error: unknown): boolean {
  const { code, message } = error as DeployError;
  return code === "locked" || message.includes("still has resources");
}

function named(error: DeployError, { stack, others }: Made): DeployError {
  const message = `${newStackLine(stack.name, others)}\n${error.message}`;
  return new DeployError(error.code, message, { cause: error });
}
