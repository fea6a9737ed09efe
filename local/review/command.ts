import { openSync } from "node:fs";
import { StoreError } from "../cognito/store-errors.ts";
import { CreationError } from "../program/creation-error.ts";
import { OptionError, type ProgramOptions } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";
import type { Evaluated } from "../program/source.ts";
import { recordedProgram } from "./recorded-program.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** Failures whose message is for the user. Anything else is our own mistake and shows its stack. */
const EXPECTED = [CreationError, OptionError, ProgramError, StoreError];

/** What a command works with, beside its arguments. */
export interface CommandContext {
  /** Takes the command's own output. */
  readonly print: (text: string) => void;
  /** Takes remarks and what a program prints, away from the command's own output. */
  readonly printAside: (text: string) => void;
  /**
   * Evaluates a program once, without serving it.
   * @param addressOf the address of an API by its URN; absent: addresses of AWS's own shape
   * @throws ProgramError with what the program's author needs to know
   */
  readonly record: (
    options: ProgramOptions,
    addressOf?: (urn: string) => Promise<string>,
  ) => Promise<Evaluated>;
}

/** A command of the review. @returns the exit status; none: 0 */
export type Command = (args: readonly string[], context: CommandContext) => Promise<number | void>;

/**
 * Opens a file that the command line names, for a new text.
 * @param argument the words that name it, for the message
 * @throws {OptionError} when it cannot be written
 */
export function openToWrite(file: string, argument = file, mode = 0o666): number {
  try {
    return openSync(file, "w", mode);
  } catch (error) {
    throw new OptionError(`${argument}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Runs a command to its end. A failure that is the user's to mend is told by its message alone and ends it with status
 * 1, a mistake on the command line with 2.
 * @returns the exit status
 */
export async function runCommand(
  command: Command,
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  try {
    return (await command(args, context)) ?? 0;
  } catch (error) {
    const { message, stack } = error as Error;
    const isExpected = EXPECTED.some((kind) => error instanceof kind);
    context.printAside(`${isExpected ? message : (stack ?? message)}\n`);
    return error instanceof OptionError ? EXIT_USAGE : EXIT_FAILED;
  }
}

/** Runs a command as this process: its arguments, its streams, its exit status. */
export async function runAsProcess(command: Command): Promise<void> {
  // A reader that has seen enough is no failure.
  process.stdout.on("error", () => undefined);
  const printAside = (text: string): void => void process.stderr.write(text);
  process.exitCode = await runCommand(command, process.argv.slice(2), {
    print: (text) => void process.stdout.write(text),
    printAside,
    record: (options, addressOf) => recordedProgram(options, printAside, addressOf),
  });
}
