import { resolve } from "node:path";
import { type EngineEvent, loadAutomation, type LocalWorkspace, type Stack } from "./automation.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { engineFailure } from "./engine-failure.ts";
import { readBackend, stackFileOf } from "./environment.ts";
import { DeployError } from "./failure.ts";
import type { Interruption } from "./interruption.ts";

/** Which stack of which program, and where what happens is told. */
export interface Target {
  /** Directory with `Pulumi.yaml`. */
  readonly program: string;
  readonly stack: string;
  /** Hears of every event of the engine as it happens. */
  readonly onEvent: (event: EngineEvent) => void;
  /** Ends an operation in good order: the engine finishes what is under way, and no more is begun. */
  readonly interruption?: Interruption | undefined;
  /** Makes a stack that is not there. @default makeStack */
  readonly make?: (stack: Stack) => Promise<void>;
}

/** Opens the stack, of which the first command finds out whether it is there. */
export async function openStack({ program, stack }: Target): Promise<Stack> {
  const workspace = await openWorkspace(program, stack);
  // Every command names its stack. A selection would take a process, and change what a developer has selected.
  workspace.selectStack = () => Promise.resolve();
  return loadAutomation().Stack.select(stack, workspace);
}

/** Does what needs the stack, and makes the stack first where there is none. */
export async function withStack<Result>(
  { make = makeStack }: Target,
  stack: Stack,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!isGone(error)) throw error;
    await make(stack);
    return act();
  }
}

/** Makes the record of a stack in the backend, and no resource. */
export function makeStack({ name, workspace }: Stack): Promise<void> {
  return attempt(name, [], () => workspace.createStack(name));
}

/** Whether a command has found no such stack. */
export function isGone(error: unknown): boolean {
  return error instanceof DeployError && (error.cause as Error)?.name === "StackNotFoundError";
}

/** The program's directory. @param stack the one that the commands will be about, if they are about one */
export function openWorkspace(program: string, stack = ""): Promise<LocalWorkspace> {
  const workDir = resolve(program);
  const { secretsProvider } = readBackend(process.env, stackFileOf(workDir, stack));
  const { LocalWorkspace, pulumiCommand } = loadAutomation();
  return attempt(stack || "NAME", [], async () =>
    LocalWorkspace.create({
      workDir,
      pulumiCommand: await pulumiCommand,
      envVars: engineEnvironment(process.env),
      ...(secretsProvider !== undefined && { secretsProvider }),
    }),
  );
}

/** What the engine is told in every operation. */
export interface EngineOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly suppressProgress: true;
  readonly color: "never";
  readonly signal?: AbortSignal;
}

/**
 * Runs an operation of the engine and keeps what it tells.
 * @throws {DeployError} with the errors among it, and what to do
 */
export async function operate(
  { onEvent, interruption }: Target,
  stack: Stack,
  operation: (stack: Stack, options: EngineOptions) => Promise<unknown>,
): Promise<readonly EngineEvent[]> {
  if (interruption?.ending.aborted) {
    throw new DeployError("failed", "It was interrupted: run it again and it goes on.");
  }
  const events: EngineEvent[] = [];
  const options: EngineOptions = {
    onEvent(event) {
      events.push(event);
      onEvent(event);
    },
    suppressProgress: true,
    color: "never",
    ...(interruption && { signal: interruption.engine }),
  };
  await attempt(stack.name, events, () => operation(withoutSequel(stack), options));
  return events;
}

/** Without what the API asks the CLI for after an operation, outputs and history: three processes for what events tell. */
function withoutSequel(stack: Stack): Stack {
  const sequel = { outputs: { value: async () => ({}) }, info: { value: async () => undefined } };
  return Object.create(stack, sequel) as Stack;
}

/** @throws {DeployError} for whatever the engine or its CLI fails with */
export async function attempt<Result>(
  stack: string,
  events: readonly EngineEvent[],
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw engineFailure(error, events, stack);
  }
}
