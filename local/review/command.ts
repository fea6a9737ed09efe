import { openSync } from "node:fs";
import { StoreError } from "../cognito/store.ts";
import { CreationError } from "../gateway/plan/creation-error.ts";
import { OptionError } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** Failures whose message is for the user. Anything else is our own mistake and shows its stack. */
const EXPECTED = [CreationError, OptionError, ProgramError, StoreError];

/** Passes on what a program prints, away from the command's own output. */
export const printAside = (text: string): void => void process.stderr.write(text);

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
 * Runs a command of the review to its end. A failure that is the user's to mend is told by its
 * message alone and ends the process with status 1, a mistake on the command line with 2.
 */
export function runCommand(command: (args: readonly string[]) => Promise<void>): void {
  // A reader that has seen enough is no failure.
  process.stdout.on("error", () => undefined);
  command(process.argv.slice(2)).catch((error: Error) => {
    const isExpected = EXPECTED.some((kind) => error instanceof kind);
    printAside(`${isExpected ? error.message : (error.stack ?? error.message)}\n`);
    process.exitCode = error instanceof OptionError ? EXIT_USAGE : EXIT_FAILED;
  });
}
