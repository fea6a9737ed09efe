import { readFileSync } from "node:fs";
import { METHODS } from "node:http";
import { portNumber, stateLocation } from "../../options.ts";
import {
  OptionError,
  parseWords,
  PROGRAM_FLAGS,
  type ProgramOptions,
  programOptions,
} from "../../program-options.ts";
import type { FirstPorts } from "./planned-origins.ts";

/** The command line of `npm run explain`, checked. */
export interface ExplainOptions extends ProgramOptions, FirstPorts {
  readonly method: string;
  /** Path and query, as a client sends them. */
  readonly url: string;
  /** Without the option: the first API's address. */
  readonly host: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly token: string | undefined;
  /** A directory, or `memory`. */
  readonly state: string;
  readonly json: boolean;
}

export const HELP = `npm run explain -- METHOD PATH [options]

  Says check by check why a request is answered as it is. Nothing is served, and of the functions
  only a Lambda authorizer runs.

  --token FILE|-           a token from a file or standard input, put where the route's authorizer looks for it
  --header 'NAME: VALUE'   a header of the request; repeatable
  --host HOST              its Host, for instance a custom domain name     the first API's address
  --program DIR            Pulumi program to read (has Pulumi.yaml)        this one
  --stack NAME             reads Pulumi.NAME.yaml                          dev
  --config KEY=VALUE       sets a configuration value; repeatable
  --state DIR|memory       where the runtime keeps the pools' keys         .local/
  --port N, --auth-port N  as for npm start                                3000, 3100
  --json                   one JSON object
  --help                   this text
`;

const FLAGS = {
  ...PROGRAM_FLAGS,
  token: { type: "string" },
  header: { type: "string", multiple: true },
  host: { type: "string" },
  state: { type: "string" },
  port: { type: "string" },
  "auth-port": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws {OptionError} naming the option, its value and what it takes */
export function parseExplainOptions(args: readonly string[]): ExplainOptions | "help" {
  const { values, words } = parseWords(args, FLAGS);
  if (values.help) return "help";
  return {
    ...programOptions(values),
    ...requestLine(words),
    host: values.host,
    headers: (values.header ?? []).map(header),
    token: values.token === undefined ? undefined : readToken(values.token),
    state: stateLocation(values.state),
    port: portNumber("--port", values.port ?? "3000"),
    authPort: portNumber("--auth-port", values["auth-port"] ?? "3100"),
    json: values.json ?? false,
  };
}

function requestLine(words: readonly string[]): { method: string; url: string } {
  const [method, url, ...more] = words;
  if (method === undefined || url === undefined || more.length > 0) {
    throw new OptionError("Write a method and a path: npm run explain -- GET /orders");
  }
  // G015: any other word is answered with 400 before there is a request to explain.
  if (!METHODS.includes(method)) {
    throw new OptionError(`${method}: a method is a word in capital letters such as GET.`);
  }
  if (!/^\/[\x21-\x7e]*$/.test(url)) {
    throw new OptionError(
      `${url}: a path begins with a slash and is written as it is sent, a blank as %20.`,
    );
  }
  return { method, url };
}

// The value may be a secret, so the message leaves it out.
function header(line: string): readonly [string, string] {
  const [, name, value] =
    /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
  // H76: as the server's parser does.
  if (name !== undefined && value !== undefined) return [name, value.replace(/[ \t]+$/, "")];
  throw new OptionError("--header: write it as 'NAME: VALUE'.");
}

function readToken(file: string): string {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new OptionError(`--token ${file}: ${(error as Error).message}`);
  }
  const token = text.trim().replace(/^Bearer /, "");
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new OptionError(
    `--token ${file}: it holds ${token === "" ? "nothing" : "more than a token"}.`,
  );
}
