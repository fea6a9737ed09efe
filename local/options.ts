import { parseArgs } from "node:util";

/** The command line of `npm start`, checked. */
export interface Options {
  readonly program: string;
  readonly stack: string;
  /** Keys as written: `project:key`, or `key` of the program's own project. */
  readonly config: Readonly<Record<string, string>>;
  readonly port: number;
  readonly authPort: number;
  readonly controlPort: number;
  /** A directory, or `memory`. */
  readonly state: string;
  readonly issuer: "aws" | "local";
  readonly watch: boolean;
  readonly json: boolean;
}

/** A mistake on the command line; ends the process with status 2. */
export class OptionError extends Error {
  override readonly name = "OptionError";
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

/**
 * @param args what follows the command
 * @param isTerminal whether standard output is one: then edits are watched for
 * @returns the options, or "help"
 * @throws {OptionError} naming the option, its value and what it takes
 */
export function parseOptions(args: readonly string[], isTerminal: boolean): Options | "help" {
  const values = parse(args);
  if (values.help) return "help";
  return {
    program: values.program ?? ".",
    stack: stackName(values.stack ?? "dev"),
    config: configuration(values.config ?? []),
    port: port("--port", values.port ?? "3000"),
    authPort: port("--auth-port", values["auth-port"] ?? "3100"),
    controlPort: port("--control-port", values["control-port"] ?? "3200"),
    state: notEmpty("--state", values.state ?? ".local"),
    issuer: issuer(values.issuer ?? "aws"),
    watch: values.watch ?? isTerminal,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        program: { type: "string" },
        stack: { type: "string" },
        config: { type: "string", multiple: true },
        port: { type: "string" },
        "auth-port": { type: "string" },
        "control-port": { type: "string" },
        state: { type: "string" },
        issuer: { type: "string" },
        watch: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new OptionError((error as Error).message);
  }
}

function port(option: string, value: string): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 65535) return number;
  throw new OptionError(
    `${option} ${value}: a port is a whole number from 0 to 65535; 0 takes any free one.`,
  );
}

function stackName(value: string): string {
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(value)) return value;
  throw new OptionError(
    `--stack ${value}: a stack's name has letters, digits, "_", "." and "-" only.`,
  );
}

function issuer(value: string): "aws" | "local" {
  if (value === "aws" || value === "local") return value;
  throw new OptionError(`--issuer ${value}: the issuer is "aws" or "local".`);
}

function notEmpty(option: string, value: string): string {
  if (value !== "") return value;
  throw new OptionError(`${option}: a directory, or "memory", is missing.`);
}

function configuration(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new OptionError(`--config ${pair}: write it as KEY=VALUE.`);
    }),
  );
}
