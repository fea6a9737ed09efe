/** `npm run cost`: what a stack costs in a month. */
import { parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import { POOL_FLAG } from "./chosen-pool.ts";
import type { Command } from "./command.ts";
import { programCost } from "./cost/program-cost.ts";
import { costDocument, costSections } from "./cost/report.ts";
import { USAGE_FLAGS } from "./cost/usage.ts";
import { REPORT_FLAGS, reportStyle, reportText } from "./report-style.ts";

const HELP = `npm run cost -- [options]

  --program DIR          Pulumi program to read (has Pulumi.yaml)      this one
  --stack NAME           reads Pulumi.NAME.yaml                        dev
  --config KEY=VALUE     sets a configuration value; repeatable
  --pool NAME            logical name of the users' pool               the only one

  In a month:
  --users N              active users                                  configuration: expectedUsers
  --federated N          of them through SAML or OpenID Connect        0
  --machine-tokens N     tokens by client credentials                  0
  --sms N                text messages                                 0
  --sms-price USD        of one of them                                to the United States
  --mail N               mails, which cost by SES only                 one a user
  --requests N           requests to the HTTP APIs                     200 a user
  --milliseconds N       that a function works for a call              50
  --datasets N           stored datasets of all users                  0
  --syncs N              times that a dataset is synchronised          0
  --no-free-allowance    others in the account use the allowances up

  --json                 one JSON object
  --markdown             for a pull request
  --help                 this text
`;

const FLAGS = { ...PROGRAM_FLAGS, ...USAGE_FLAGS, ...REPORT_FLAGS, ...POOL_FLAG } as const;

export const command: Command = async (args, { print, record }) => {
  const values = parseFlags(args, FLAGS);
  if (values.help) return print(HELP);
  const style = reportStyle(values);
  const result = programCost(await record(programOptions(values)), values);
  print(reportText(style === "json" ? costDocument(result) : result, style, costSections(result)));
};
