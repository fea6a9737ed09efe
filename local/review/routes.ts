/** `npm run routes`: who may call what, and how that changes between two revisions. */
import { OptionError, parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import { readAccess } from "./access.ts";
import type { Command } from "./command.ts";
import { REPORT_FLAGS, reportStyle, reportText } from "./report-style.ts";

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

export const command: Command = async (args, { print, record }) => {
  const values = parseFlags(args, FLAGS);
  if (values.help) return print(HELP);
  const style = reportStyle(values);
  const options = programOptions(values);
  const { diff: revision, "fail-on-opened": failsOnOpened } = values;
  if (revision === undefined && failsOnOpened) {
    throw new OptionError("--fail-on-opened: add --diff GIT_REV, the revision to compare with.");
  }
  const graph = async () => (await record(options)).graph;
  const { report, sections, hasOpened } = await readAccess(options, { record, graph }, revision);
  print(reportText(report, style, sections));
  return failsOnOpened && hasOpened ? 1 : 0;
};
