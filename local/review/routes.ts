/** `npm run routes`: who may call what, and how that changes between two revisions. */
import { resolve } from "node:path";
import { OptionError, parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import type { ProgramOptions } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";
import type { Graph } from "../program/graph.ts";
import { printAside, runCommand } from "./command.ts";
import { checkOutRevision } from "./git-revision.ts";
import { recordedProgram } from "./recorded-program.ts";
import { REPORT_FLAGS, reportStyle, writeReport } from "./report-style.ts";
import { diffRoutes } from "./routes-diff.ts";
import { diffSections } from "./routes-diff-report.ts";
import { routesReport, routesSections } from "./routes-report.ts";

const HELP = `npm run routes -- [options]

  --program DIR          Pulumi program to read (has Pulumi.yaml)      this one
  --stack NAME           reads Pulumi.NAME.yaml                        dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --diff GIT_REV         how access differs from that revision's
  --fail-on-opened       with --diff: status 1 when a route is open to more callers than before
  --json                 one JSON object
  --markdown             for a pull request
  --help                 this text
`;

const FLAGS = {
  ...PROGRAM_FLAGS,
  ...REPORT_FLAGS,
  diff: { type: "string" },
  "fail-on-opened": { type: "boolean" },
} as const;

runCommand(async (args) => {
  const values = parseFlags(args, FLAGS);
  if (values.help) return void process.stdout.write(HELP);
  const style = reportStyle(values);
  const options = programOptions(values);
  const { diff: revision } = values;
  if (revision === undefined) {
    if (values["fail-on-opened"]) {
      throw new OptionError("--fail-on-opened: add --diff GIT_REV, the revision to compare with.");
    }
    const report = routesReport(await graphOf(options));
    return writeReport(report, style, routesSections(report));
  }
  const diff = await compare(options, revision);
  writeReport(diff, style, diffSections(diff, revision));
  const hasOpened = diff.changes.some(({ opens }) => opens);
  if (values["fail-on-opened"] && hasOpened) process.exitCode = 1;
});

async function graphOf(options: ProgramOptions): Promise<Graph> {
  return (await recordedProgram(options, printAside)).graph;
}

async function compare(options: ProgramOptions, revision: string) {
  const copy = checkOutRevision(resolve(options.program), revision);
  try {
    const after = routesReport(await graphOf(options)).routes;
    const before = await routesAt(revision, { ...options, program: copy.directory });
    return { commit: copy.commit, changes: diffRoutes(before, after) };
  } finally {
    copy.remove();
  }
}

async function routesAt(revision: string, options: ProgramOptions) {
  try {
    return routesReport(await graphOf(options)).routes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ProgramError(`At ${revision}: ${error.message}`, { cause: error });
  }
}
