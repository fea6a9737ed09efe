/** `npm run matrix`: every route answers every kind of token as API Gateway's rules say. */
import { parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import type { Command } from "./command.ts";
import { matrixSections } from "./matrix/report.ts";
import { runMatrix } from "./matrix/run.ts";
import { REPORT_FLAGS, reportStyle, reportText } from "./report-style.ts";

const HELP = `npm run matrix -- [options]

Sends requests with good, bad and missing tokens to every route, on the local gateway, and compares the answers with
API Gateway's rules. No function runs. Status 1 when an answer differs.

  --program DIR          Pulumi program to read (has Pulumi.yaml)      this one
  --stack NAME           reads Pulumi.NAME.yaml                        dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --json                 one JSON object
  --markdown             for a pull request
  --help                 this text
`;

export const command: Command = async (args, { print, record }) => {
  const values = parseFlags(args, { ...PROGRAM_FLAGS, ...REPORT_FLAGS });
  if (values.help) return print(HELP);
  const style = reportStyle(values);
  const { graph } = await record(programOptions(values));
  const matrix = await runMatrix(graph);
  print(reportText(matrix, style, matrixSections(matrix)));
  return matrix.rows.some(({ result }) => result === "differs") ? 1 : 0;
};
