/** What Node says of an argument, by its error's code, in the words of every command here. */
const WORDS: Readonly<Record<string, (told: string, flags: readonly string[]) => string>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: (told, flags) =>
    `Unknown option '${quoted(told)}': the options are ${flags.map((flag) => `--${flag}`).join(", ")}.`,
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: (told) =>
    `Unexpected argument '${quoted(told)}': this command takes options only.`,
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: (told) => {
    const option = optionOf(told);
    if (told.includes("does not take an argument")) return `${option} takes no value.`;
    const dashed = told.includes("is ambiguous")
      ? `; one that begins with a dash is written ${option}=VALUE`
      : "";
    return `${option}: its value is missing${dashed}.`;
  },
};

/**
 * What is wrong with a command line that Node's `parseArgs` has refused, and what it takes.
 * @param flags names of the options that the command takes, without dashes
 */
export function mistakeOf(error: unknown, flags: readonly string[]): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return WORDS[code]?.(message, flags) ?? message;
}

/** The argument that the message begins with, between its quotation marks. */
function quoted(told: string): string {
  return /'(.*?)'(?=[.\s]|$)/s.exec(told)?.[1] ?? "";
}

/** `-h, --help` and `--stack <value>` are one option each. */
function optionOf(told: string): string {
  return /--[\w-]+/.exec(quoted(told))?.[0] ?? quoted(told);
}
