import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mistakeOf } from "../command-line/mistake.ts";
import { PROFILES } from "./profiles.ts";

/** The command line of the review, checked. */
export interface Options {
  /** Over the configuration's and the stack's. */
  readonly profile: string | undefined;
  readonly format: "text" | "json" | "markdown";
  /** File that the findings are written to as SARIF. */
  readonly sarif: string | undefined;
  /** The pack's configuration, in the form of `pulumi preview --policy-pack-config`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Listed in a file of their own, over those of the configuration. */
  readonly exemptions: readonly unknown[];
}

/** A mistake on the command line; ends the process with status 2. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

export const HELP = `npm run policy -- [options]

  --program DIR          Pulumi program to review (has Pulumi.yaml)  this one
  --stack NAME           reads Pulumi.NAME.yaml                      dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --recorded             reviews the graph on standard input instead, as npm run review records it
  --profile NAME         ${PROFILES.join(", ")}
                         default: policy:profile of the stack, prod where its profile is, else baseline
  --policy-config FILE   the pack's configuration, as pulumi preview --policy-pack-config takes it
  --exemptions FILE      JSON list of { policy, resource, reason, until }
  --json                 one JSON object on standard output
  --markdown             for a comment on a pull request
  --sarif FILE           writes SARIF 2.1.0 as well
  --help                 this text

Ends with 1 when a mandatory policy is violated.`;

/** start.mjs takes these, and passes the first three on to the recorder. */
const PROGRAM_FLAGS = ["program", "stack", "config", "recorded"];

const FLAGS = {
  profile: { type: "string" },
  "policy-config": { type: "string" },
  exemptions: { type: "string" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  sarif: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws {OptionError} naming the option, its value and what it takes */
export function parseOptions(args: readonly string[]): Options | "help" {
  const values = parse(args);
  if (values.help) return "help";
  if (values.json && values.markdown) throw new OptionError("--json and --markdown: choose one.");
  const configuration = jsonOf("--policy-config", values["policy-config"]) ?? {};
  const exemptions = jsonOf("--exemptions", values.exemptions) ?? [];
  if (typeof configuration !== "object" || Array.isArray(configuration)) {
    throw new OptionError(`--policy-config ${values["policy-config"]}: the file holds no object.`);
  }
  if (!Array.isArray(exemptions)) {
    throw new OptionError(`--exemptions ${values.exemptions}: the file holds no list.`);
  }
  return {
    profile: values.profile,
    format: values.json ? "json" : values.markdown ? "markdown" : "text",
    sarif: values.sarif,
    configuration: configuration as Record<string, unknown>,
    exemptions,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (error) {
    const flags = [...PROGRAM_FLAGS, ...Object.keys(FLAGS)];
    throw new OptionError(mistakeOf(error, flags), { cause: error });
  }
}

function jsonOf(option: string, file: string | undefined): unknown {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new OptionError(`${option} ${file}: ${(error as Error).message}`);
  }
}
