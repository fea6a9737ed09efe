import { parseArgs, type ParseArgsConfig } from "node:util";
import { configurationOf } from "../command-line/configuration.ts";
import { mistakeOf } from "../command-line/mistake.ts";

/** Which program a command reads, and as which stack. */
export interface ProgramOptions {
  /** Directory with `Pulumi.yaml`. */
  readonly program: string;
  readonly stack: string;
  /** Keys as written: `project:key`, or `key` of the program's own project. */
  readonly config: Readonly<Record<string, string>>;
}

/** A mistake on the command line; ends the process with status 2. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

/** The flags of every command that reads a program, for {@link parseFlags}. */
export const PROGRAM_FLAGS = {
  program: { type: "string" },
  stack: { type: "string" },
  config: { type: "string", multiple: true },
} as const;

type Flags = NonNullable<ParseArgsConfig["options"]>;

/** The values of the flags. @throws {OptionError} for what is none of them */
export function parseFlags<T extends Flags>(args: readonly string[], options: T) {
  return parsed(options, () => parseArgs({ args: [...args], allowNegative: true, options }).values);
}

/** The values of the flags, and the words beside them in order. @throws {OptionError} for an unknown flag */
export function parseWords<T extends Flags>(args: readonly string[], options: T) {
  const config = { args: [...args], allowNegative: true, allowPositionals: true, options } as const;
  const { values, positionals } = parsed(options, () => parseArgs(config));
  return { values, words: positionals };
}

function parsed<Result>(options: Flags, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new OptionError(mistakeOf(error, Object.keys(options)), { cause: error });
  }
}

/** @throws {OptionError} naming the option, its value and what it takes */
export function programOptions(values: {
  readonly program?: string | undefined;
  readonly stack?: string | undefined;
  readonly config?: readonly string[] | undefined;
}): ProgramOptions {
  return {
    program: values.program ?? ".",
    stack: stackName(values.stack ?? "dev"),
    config: configurationOf(values.config ?? [], (message) => new OptionError(message)),
  };
}

function stackName(value: string): string {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(value)) return value;
  throw new OptionError(
    `--stack ${value}: a stack's name has letters, digits, "_", "." and "-" only.`,
  );
}
