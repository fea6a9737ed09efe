import {
  OptionError,
  parseFlags,
  PROGRAM_FLAGS,
  type ProgramOptions,
  programOptions,
} from "./program-options.ts";

/** The command line of `npm start`, checked. */
export interface Options extends ProgramOptions {
  readonly port: number;
  readonly authPort: number;
  readonly controlPort: number;
  /** A directory, or `memory`. */
  readonly state: string;
  readonly issuer: "aws" | "local";
  readonly watch: boolean;
  readonly json: boolean;
}

export const HELP = `npm start -- [options]

  --program DIR          Pulumi program to serve (has Pulumi.yaml)   this one
  --stack NAME           reads Pulumi.NAME.yaml                      dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --port N               first API's port; 0: any free one           3000
  --auth-port N          first user pool's port; 0: any free one     3100
  --control-port N       port of inbox, clock and logs; 0: any       3200
  --state DIR|memory     where users and keys are kept               .local/
  --issuer aws|local     issuer in tokens: AWS's, or the local one   aws
  --no-watch             no hot reload                               watch on a terminal
  --json                 one JSON line on standard output, logs on standard error
  --help                 this text`;

const FLAGS = {
  ...PROGRAM_FLAGS,
  port: { type: "string" },
  "auth-port": { type: "string" },
  "control-port": { type: "string" },
  state: { type: "string" },
  issuer: { type: "string" },
  watch: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * @param args what follows the command
 * @param isTerminal whether standard output is one: then edits are watched for
 * @returns the options, or "help"
 * @throws {OptionError} naming the option, its value and what it takes
 */
export function parseOptions(args: readonly string[], isTerminal: boolean): Options | "help" {
  const values = parseFlags(args, FLAGS);
  if (values.help) return "help";
  return {
    ...programOptions(values),
    port: portNumber("--port", values.port ?? "3000"),
    authPort: portNumber("--auth-port", values["auth-port"] ?? "3100"),
    controlPort: portNumber("--control-port", values["control-port"] ?? "3200"),
    state: stateLocation(values.state),
    issuer: issuerForm(values.issuer ?? "aws"),
    watch: values.watch ?? isTerminal,
    json: values.json ?? false,
  };
}

/** @throws {OptionError} for what is no port */
export function portNumber(option: string, value: string): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 65535) return number;
  throw new OptionError(
    `${option} ${value}: a port is a whole number from 0 to 65535; 0 takes any free one.`,
  );
}

/** @throws {OptionError} for another word */
export function issuerForm(value: string): "aws" | "local" {
  if (value === "aws" || value === "local") return value;
  throw new OptionError(`--issuer ${value}: the issuer is "aws" or "local".`);
}

/** Where the state is: a directory, or `memory`. @throws {OptionError} for an empty one */
export function stateLocation(value = ".local"): string {
  if (value !== "") return value;
  throw new OptionError(`--state: a directory, or "memory", is missing.`);
}
