import { stateLocation } from "../options.ts";
import {
  OptionError,
  parseWords,
  type ProgramOptions,
  programOptions,
} from "../program-options.ts";
import { SEED_PASSWORD } from "./seed-users.ts";

/** The command line of `npm run users`, checked. */
export interface UsersOptions {
  readonly command: "import" | "check" | "export" | "template" | "seed";
  /** Of import, check and export. */
  readonly file: string | undefined;
  /** Of seed. */
  readonly count: number;
  readonly program: ProgramOptions;
  readonly pool: string | undefined;
  readonly state: string;
  readonly isDryRun: boolean;
  readonly skipsInvalid: boolean;
  readonly isForSpreadsheet: boolean;
  readonly password: string;
  /** What `describe-user-pool` printed; check looks at that pool. */
  readonly description: string | undefined;
  readonly json: boolean;
}

export const HELP = `npm run users -- COMMAND [options]

  import FILE.csv   adds the users of the file; with --stack NAME to that stack's pool on AWS
  check FILE.csv    what Cognito would refuse, line by line; needs no state
  export [FILE]     every user in the form that import takes; passwords are not in it
  template          the header of the pool's file
  seed N            users 1 to N, confirmed, with one password

  --dry-run              say what would become of each line, write nothing    import
  --skip-invalid         import the lines that have no finding                import
  --stack NAME           a deployed stack: Cognito's import job               import
  --role ARN             role that the job writes its log with                import --stack
  --spreadsheet          for reading: no value is a formula                   export
  --password PASSWORD    of the generated users                               ${SEED_PASSWORD}
  --description FILE     the pool as describe-user-pool printed it            check
  --pool NAME            logical name or id; needed where there are several
  --program DIR          Pulumi program (has Pulumi.yaml)                     this one
  --stack-file NAME      reads Pulumi.NAME.yaml                               dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --state DIR            where the users are kept; a runtime may serve it     .local/
  --json                 one JSON object
  --help                 this text

The file is Cognito's: UTF-8, the template's columns, no quotation marks, a backslash before a comma inside a value.
Ends with 0, 1 when the file has findings or a line failed, 2 for a bad option.
`;

const FLAGS = {
  program: { type: "string" },
  "stack-file": { type: "string" },
  config: { type: "string", multiple: true },
  stack: { type: "string" },
  role: { type: "string" },
  pool: { type: "string" },
  state: { type: "string" },
  "dry-run": { type: "boolean" },
  "skip-invalid": { type: "boolean" },
  spreadsheet: { type: "boolean" },
  password: { type: "string" },
  description: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Command = UsersOptions["command"];

/** Words after each command: how few, how many, and what they are. */
const WORDS: Readonly<Record<Command, readonly [number, number, string]>> = {
  import: [1, 1, "FILE.csv"],
  check: [1, 1, "FILE.csv"],
  export: [0, 1, "[FILE]"],
  template: [0, 0, ""],
  seed: [1, 1, "N"],
};

const MOST_USERS = 1_000_000;

/**
 * @returns the options, "help", or the arguments of the deployer, whose pools are on AWS
 * @throws {OptionError} naming the option, its value and what it takes
 */
export function parseUsersOptions(
  args: readonly string[],
): UsersOptions | "help" | { readonly deploy: readonly string[] } {
  const { values, words } = parseWords(args, FLAGS);
  if (values.help) return "help";
  const [command, rest] = commandOf(words);
  if (values.stack !== undefined) return { deploy: deployArguments(command, args) };
  if (values.role !== undefined) {
    throw new OptionError(`--role ${values.role}: add --stack NAME, the stack on AWS.`);
  }
  const stack = values["stack-file"];
  return {
    command,
    file: command === "seed" ? undefined : rest[0],
    count: command === "seed" ? countOf(rest[0] ?? "") : 0,
    program: programOptions({ ...values, stack }),
    pool: values.pool,
    state: stateLocation(values.state),
    isDryRun: values["dry-run"] ?? false,
    skipsInvalid: values["skip-invalid"] ?? false,
    isForSpreadsheet: values.spreadsheet ?? false,
    password: values.password ?? SEED_PASSWORD,
    description: values.description,
    json: values.json ?? false,
  };
}

function commandOf(words: readonly string[]): [Command, readonly string[]] {
  const [word = "", ...rest] = words;
  const commands = Object.keys(WORDS) as Command[];
  const command = commands.find((candidate) => candidate === word);
  if (!command) {
    throw new OptionError(`${word || "A command is missing"}: it is ${commands.join(", ")}.`);
  }
  const [fewest, most, form] = WORDS[command];
  if (rest.length >= fewest && rest.length <= most) return [command, rest];
  throw new OptionError(`Write it as: npm run users -- ${command} ${form}`.trimEnd());
}

function deployArguments(command: Command, args: readonly string[]): readonly string[] {
  if (command === "import") return args;
  throw new OptionError(`--stack belongs to import, not to ${command}; see --stack-file.`);
}

function countOf(word: string): number {
  const count = /^\d{1,7}$/.test(word) ? Number(word) : 0;
  if (count >= 1 && count <= MOST_USERS) return count;
  throw new OptionError(`seed ${word}: a whole number of users, from 1 to 1000000.`);
}
