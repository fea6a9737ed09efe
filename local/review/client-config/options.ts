import type { IssuerForm } from "../../cognito/service.ts";
import { issuerForm, portNumber } from "../../options.ts";
import {
  OptionError,
  PROGRAM_FLAGS,
  type ProgramOptions,
  programOptions,
} from "../../program-options.ts";
import { POOL_FLAG } from "../chosen-pool.ts";
import type { FirstPorts } from "../explain/planned-origins.ts";

const FORMATS = ["json", "env", "ts", "amplify"] as const;

/** The command line of `npm run client-config`, checked. */
export interface ConfigOptions extends ProgramOptions, FirstPorts {
  readonly format: (typeof FORMATS)[number];
  /** Logical name. */
  readonly client: string | undefined;
  /** Logical name. */
  readonly pool: string | undefined;
  /** Whether it is about the stack on AWS, not a local runtime. */
  readonly deployed: boolean;
  readonly issuer: IssuerForm;
  readonly prefix: string;
  /** File to write. */
  readonly out: string | undefined;
}

export const HELP = `npm run client-config -- [options]

  What applications have to know: ids, addresses, scopes. No secret is in it.

  --format FORMAT          json, env, ts or amplify (Amplify.configure)    json
  --client NAME            logical name of an app client                   all; env, amplify: the only one
  --pool NAME              logical name of the user pool                   the only one
  --deployed               of the stack on AWS, by its outputs             of npm start
  --out FILE               writes a file                                   standard output
  --prefix TEXT            before names of the env form, such as VITE_
  --program DIR            Pulumi program to read (has Pulumi.yaml)        this one
  --stack NAME             reads Pulumi.NAME.yaml                          dev
  --config KEY=VALUE       sets a configuration value; repeatable
  --port N, --auth-port N  as for npm start                                3000, 3100
  --issuer aws|local       as for npm start                                aws
  --help                   this text
`;

export const FLAGS = {
  ...PROGRAM_FLAGS,
  ...POOL_FLAG,
  format: { type: "string" },
  client: { type: "string" },
  deployed: { type: "boolean" },
  out: { type: "string" },
  prefix: { type: "string" },
  port: { type: "string" },
  "auth-port": { type: "string" },
  issuer: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = { readonly config?: readonly string[] | undefined; readonly deployed?: boolean } & {
  readonly [Flag in Exclude<keyof typeof FLAGS, "config" | "deployed" | "help">]?: string;
};

const LOCAL_ONLY = ["port", "auth-port", "issuer"] as const;

/** @throws {OptionError} naming the option, its value and what it takes */
export function readOptions(values: Values): ConfigOptions {
  const { deployed = false, prefix = "" } = values;
  const foreign = LOCAL_ONLY.find((flag) => deployed && values[flag] !== undefined);
  if (foreign !== undefined)
    throw new OptionError(`--${foreign} is for npm start, not --deployed.`);
  if (!/^\w*$/.test(prefix)) {
    throw new OptionError(`--prefix ${prefix}: letters, digits and "_", such as VITE_.`);
  }
  return {
    ...programOptions(values),
    format: formatOf(values.format ?? "json"),
    client: values.client,
    pool: values.pool,
    deployed,
    issuer: issuerForm(values.issuer ?? "aws"),
    port: portNumber("--port", values.port ?? "3000"),
    authPort: portNumber("--auth-port", values["auth-port"] ?? "3100"),
    prefix,
    out: values.out,
  };
}

function formatOf(value: string): ConfigOptions["format"] {
  const format = FORMATS.find((known) => known === value);
  if (format !== undefined) return format;
  throw new OptionError(`--format ${value}: the formats are ${FORMATS.join(", ")}.`);
}
