/** `npm run review`: what a deployment is reviewed by, as one JSON object from one evaluation of the program. */
import { parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import type { Evaluated } from "../program/source.ts";
import { readAccess } from "./access.ts";
import type { Command } from "./command.ts";
import { programCost } from "./cost/program-cost.ts";
import { totalLine } from "./cost/report.ts";
import { type GraphDocument, graphDocument } from "./graph-document.ts";
import { renderReport } from "./text-table.ts";

const HELP = `npm run review -- [options]

  --program DIR          Pulumi program to read (has Pulumi.yaml)      this one
  --stack NAME           reads Pulumi.NAME.yaml                        dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --diff GIT_REV         how access differs from that revision's
  --help                 this text

Prints what npm run deploy reviews, as one JSON object: who may call what, the month's cost, and the graph that
npm run policy -- --recorded takes.
`;

const FLAGS = {
  ...PROGRAM_FLAGS,
  diff: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** What is printed. */
interface Material {
  /** The report of `npm run routes`, for a terminal and for a pull request. */
  readonly access: string;
  readonly accessMarkdown: string;
  readonly cost: Cost;
  readonly graph: GraphDocument;
}

/** The last line of `npm run cost`, or why there is none. */
type Cost = { readonly line: string } | { readonly missing: string };

export const command: Command = async (args, { print, record }) => {
  const values = parseFlags(args, FLAGS);
  if (values.help) return print(HELP);
  const options = programOptions(values);
  const evaluation = record(options);
  const graph = async () => (await evaluation).graph;
  const { sections } = await readAccess(options, { record, graph }, values.diff);
  const material: Material = {
    access: renderReport(sections, "plain"),
    accessMarkdown: renderReport(sections, "markdown"),
    cost: costOf(await evaluation),
    graph: graphDocument(await evaluation),
  };
  print(`${JSON.stringify(material)}\n`);
};

/** An estimate that fails is no reason against a deployment. */
function costOf(evaluated: Evaluated): Cost {
  try {
    return { line: totalLine(programCost(evaluated, {})) };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}
