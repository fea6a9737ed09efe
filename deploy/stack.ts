import { resolve } from "node:path";
import { type EngineEvent, loadAutomation, type LocalWorkspace, type Stack } from "./automation.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { readBackend, stackFileOf } from "./environment.ts";
import { engineFailure } from "./engine-failure.ts";
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
}

/** Opens the stack. @throws {DeployError} where there is none */
export function openStack(target: Target): Promise<Stack> {
  return open(target, "selectStack");
}

/** Opens the stack, and makes it first where there is none. */
export function openOrMakeStack(target: Target): Promise<Stack> {
  return open(target, "createOrSelectStack");
}

async function open(
  { program, stack }: Target,
  how: "selectStack" | "createOrSelectStack",
): Promise<Stack> {
  const workDir = resolve(program);
  const options = workspaceOptions(workDir, stack);
  return attempt(stack, [], () =>
    loadAutomation().LocalWorkspace[how]({ stackName: stack, workDir }, options),
  );
}

/** The program's directory without a stack. */
export function openWorkspace(program: string): Promise<LocalWorkspace> {
  const workDir = resolve(program);
  const options = workspaceOptions(workDir, "");
  return attempt("NAME", [], () => loadAutomation().LocalWorkspace.create(options));
}

function workspaceOptions(workDir: string, stack: string) {
  const { secretsProvider } = readBackend(process.env, stackFileOf(workDir, stack));
  const envVars = engineEnvironment(process.env);
  return { workDir, envVars, ...(secretsProvider !== undefined && { secretsProvider }) };
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
  { stack, onEvent, interruption }: Target,
  operation: (options: EngineOptions) => Promise<unknown>,
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
  await attempt(stack, events, () => operation(options));
  return events;
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
