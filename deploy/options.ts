import { parseArgs } from "node:util";
import { configurationOf } from "../command-line/configuration.ts";
import { mistakeOf } from "../command-line/mistake.ts";
import { DeployError } from "./failure.ts";
import { hoursOf } from "./throw-away.ts";

const COMMANDS = [
  "preview",
  "up",
  "refresh",
  "destroy",
  "outputs",
  "history",
  "cancel",
  "smoke",
  "sweep",
  "import",
] as const;

type Command = (typeof COMMANDS)[number];

/** The command line, checked. */
export interface Options {
  readonly command: Command;
  /** Directory with `Pulumi.yaml`. */
  readonly program: string;
  /** Empty only where the command takes none. */
  readonly stack: string;
  /** Keys as `pulumi config set --path` takes them. */
  readonly config: Readonly<Record<string, string>>;
  /** URNs that may be replaced or removed although that loses users or breaks clients. */
  readonly allowReplace: readonly string[];
  /** Git revision that access is compared with. */
  readonly base: string | undefined;
  /** Passed on to the policy review. */
  readonly exemptions: string | undefined;
  /** File for the Markdown summary. */
  readonly summary: string | undefined;
  /** Hours that a throw-away stack lives from now; undefined for a stack that stays. */
  readonly ttlHours: number | undefined;
  readonly sites: readonly string[];
  /** File with an access token, or `-` for standard input. */
  readonly token: string | undefined;
  /** File with the local runtime's ready line, or `-`. */
  readonly ready: string | undefined;
  /** Who signs in, with the password in `TEST_USER_PASSWORD`; undefined: the stack's own test user. */
  readonly user: string | undefined;
  /** Route that the smoke test asks for. */
  readonly path: string;
  readonly timeoutSeconds: number;
  /** Of users to import; empty for every other command. */
  readonly file: string;
  /** ARN of the role that the import job writes its log with; undefined: the stack's output. */
  readonly role: string | undefined;
  /** Id of the user pool; undefined: the stack's output. */
  readonly pool: string | undefined;
  /** Checks the file and starts no job. */
  readonly isDryRun: boolean;
  /** Starts the job although lines of the file will fail. */
  readonly skipsInvalid: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

const FLAGS = {
  program: { type: "string" },
  stack: { type: "string" },
  config: { type: "string", multiple: true },
  ttl: { type: "string" },
  site: { type: "string", multiple: true },
  base: { type: "string" },
  "allow-replace": { type: "string", multiple: true },
  exemptions: { type: "string" },
  summary: { type: "string" },
  token: { type: "string" },
  user: { type: "string" },
  ready: { type: "string" },
  path: { type: "string" },
  timeout: { type: "string" },
  role: { type: "string" },
  pool: { type: "string" },
  "dry-run": { type: "boolean" },
  "skip-invalid": { type: "boolean" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Flag = keyof typeof FLAGS;

const REVIEWED = ["preview", "up"] as const;

/** Flags that only some commands take; the others are everybody's. */
const TAKEN_BY: Partial<Record<Flag, readonly Command[]>> = {
  config: REVIEWED,
  ttl: ["up"],
  site: ["up"],
  base: REVIEWED,
  "allow-replace": REVIEWED,
  exemptions: REVIEWED,
  summary: REVIEWED,
  token: ["smoke"],
  user: ["smoke"],
  ready: ["smoke"],
  path: ["smoke"],
  timeout: ["smoke"],
  role: ["import"],
  pool: ["import"],
  "dry-run": ["import"],
  "skip-invalid": ["import"],
  yes: ["sweep"],
};

/** @throws {DeployError} naming the option, its value and what it takes */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const [command, file] = commandOf(positionals);
  for (const flag of Object.keys(values) as Flag[]) refuseForeignFlag(flag, command);
  if (values.site && !values.ttl)
    throw usage("--site: add --ttl; other stacks set sites by --config.");
  return {
    command,
    program: values.program ?? ".",
    stack: stackOf(command, values),
    config: configurationOf(values.config ?? [], usage),
    allowReplace: values["allow-replace"] ?? [],
    base: values.base,
    exemptions: values.exemptions,
    summary: values.summary,
    ttlHours: values.ttl === undefined ? undefined : hours(values.ttl),
    sites: values.site ?? [],
    token: values.token,
    user: values.user,
    ready: values.ready,
    path: values.path ?? "/hello",
    timeoutSeconds: seconds(values.timeout ?? "60"),
    file,
    role: values.role,
    pool: values.pool,
    isDryRun: values["dry-run"] ?? false,
    skipsInvalid: values["skip-invalid"] ?? false,
    yes: values.yes ?? false,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: FLAGS });
  } catch (error) {
    throw usage(mistakeOf(error, flagsOf(args)), { cause: error });
  }
}

/** The command, and the file of the one that takes one. */
function commandOf(positionals: readonly string[]): [Command, string] {
  const [word, ...words] = positionals;
  const command = COMMANDS.find((candidate) => candidate === word);
  if (command === undefined) {
    throw usage(`${word ?? "A command is missing"}: the commands are ${COMMANDS.join(", ")}.`);
  }
  const [file = "", extra = ""] = command === "import" ? words : ["", ...words];
  if (extra !== "") throw usage(`${extra}: ${command} takes options only.`);
  if (command === "import" && file === "") throw usage("import FILE.csv: the file is missing.");
  return [command, file];
}

/** The flags of the command that the arguments name; all of them where they name none. */
function flagsOf(args: readonly string[]): Flag[] {
  const flags = Object.keys(FLAGS) as Flag[];
  const command = COMMANDS.find((candidate) => args.includes(candidate));
  return command === undefined ? flags : flags.filter((flag) => isTakenBy(command, flag));
}

function isTakenBy(command: Command, flag: Flag): boolean {
  return TAKEN_BY[flag]?.includes(command) ?? true;
}

function refuseForeignFlag(flag: Flag, command: Command): void {
  if (isTakenBy(command, flag)) return;
  throw usage(`--${flag} belongs to ${TAKEN_BY[flag]?.join(" and ")}, not to ${command}.`);
}

/** Pulumi's names: `dev`, or `organization/project/dev` where the backend has them. */
function stackOf(
  command: Command,
  { stack, ready }: { readonly stack?: string; readonly ready?: string },
): string {
  if (command === "sweep" || ready !== undefined) {
    if (stack === undefined) return "";
    throw usage(
      `--stack ${stack}: ${ready === undefined ? "sweep asks every stack" : "choose it or --ready"}.`,
    );
  }
  if (stack === undefined) throw usage(`--stack is missing: ${command} --stack NAME.`);
  if (/^[\w.-]{1,100}(\/[\w.-]{1,100}){0,2}$/.test(stack)) return stack;
  throw usage(`--stack ${stack}: a stack's name has letters, digits, "_", "." and "-" only.`);
}

function hours(text: string): number {
  const value = hoursOf(text);
  if (value !== undefined) return value;
  throw usage(`--ttl ${text}: write minutes, hours or days as 90m, 48h or 7d, up to 30d.`);
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d{1,4}$/.test(text) && value > 0) return value;
  throw usage(`--timeout ${text}: a whole number of seconds, from 1.`);
}

function usage(message: string, options?: ErrorOptions): DeployError {
  return new DeployError("usage", message, options);
}
