/** `npm run matrix`: every route answers every kind of token as API Gateway's rules say. */
import { parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import { printAside, runCommand } from "./command.ts";
import { matrixSections } from "./matrix/report.ts";
import { runMatrix } from "./matrix/run.ts";
import { recordedProgram } from "./recorded-program.ts";
import { REPORT_FLAGS, reportStyle, writeReport } from "./report-style.ts";

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

runCommand(async (args) => {
  const values = parseFlags(args, { ...PROGRAM_FLAGS, ...REPORT_FLAGS });
  if (values.help) return void process.stdout.write(HELP);
  const style = reportStyle(values);
  const { graph } = await recordedProgram(programOptions(values), printAside);
  const matrix = await runMatrix(graph);
  writeReport(matrix, style, matrixSections(matrix));
  if (matrix.rows.some(({ result }) => result === "differs")) process.exitCode = 1;
});
