/** `npm run users`: users of the local pools, as files. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openToWrite, printAside, runCommand } from "../review/command.ts";
import { type CheckedFile, checkFile } from "./check-file.ts";
import { joinLine } from "./cognito-csv.ts";
import { columnsOf } from "./columns.ts";
import { describedPool } from "./described-pool.ts";
import { exportUsers } from "./export-users.ts";
import { findingText } from "./findings.ts";
import { importUsers, type Outcome, outcomeText } from "./import-users.ts";
import { HELP, parseUsersOptions, type UsersOptions } from "./options.ts";
import { poolOf, withPool } from "./place.ts";
import { seedName, seedUsers } from "./seed-users.ts";

const ROOT = join(import.meta.dirname, "..", "..");

const COMMANDS: Readonly<
  Record<UsersOptions["command"], (options: UsersOptions) => Promise<void>>
> = {
  async check(options) {
    const { file = "", description } = options;
    const pool = description
      ? describedPool(description)
      : await poolOf(options.program, options.pool);
    const checked = checkFile(file, pool);
    report(options, { checked, outcomes: [] });
    if (!options.json) print(`${checked.rows.length} users could be imported.`);
  },
  async import(options) {
    const { file = "", state, isDryRun, skipsInvalid } = options;
    const pool = await poolOf(options.program, options.pool);
    const checked = checkFile(file, pool);
    const isRefused = checked.findings.length > 0 && !skipsInvalid && !isDryRun;
    const outcomes = isRefused
      ? []
      : await withPool({ state, isReadOnly: isDryRun }, pool, (context) =>
          importUsers(context, checked.rows, { isDryRun }),
        );
    report(options, { checked, outcomes });
    if (isRefused) printAside(`Nothing was imported. Mend the lines, or add --skip-invalid.\n`);
    else if (isDryRun) printAside(`Nothing was written: --dry-run.\n`);
  },
  async export(options) {
    const pool = await poolOf(options.program, options.pool);
    const target =
      options.file === undefined ? undefined : openToWrite(options.file, options.file, 0o600);
    const write =
      target === undefined ? print : (line: string) => void writeSync(target, `${line}\n`);
    const remarks = await withPool({ state: options.state, isReadOnly: true }, pool, (context) =>
      exportUsers(context, write, options),
    );
    if (target !== undefined) closeSync(target);
    for (const remark of exportRemarks(remarks, options)) printAside(`${remark}\n`);
  },
  async template(options) {
    print(joinLine(columnsOf(await poolOf(options.program, options.pool))));
  },
  async seed({ program, pool: name, state, count, password, json }) {
    const pool = await poolOf(program, name);
    const added = await withPool({ state }, pool, (context) => seedUsers(context, count, password));
    const [first, last] = [seedName(pool, 1), seedName(pool, count)];
    if (json) return print(JSON.stringify({ added, first, last, password }));
    print(`${added} users added: ${first} to ${last}, password ${password}`);
  },
};

runCommand(async (args) => {
  const options = parseUsersOptions(args);
  if (options === "help") return void process.stdout.write(HELP);
  if ("deploy" in options) return runDeployer(options.deploy);
  await COMMANDS[options.command](options);
});

/** Pools on AWS are the deployer's; it answers in this command's place. */
async function runDeployer(args: readonly string[]): Promise<void> {
  const script = join(ROOT, "deploy", "start.mjs");
  const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
  const [status] = (await once(child, "exit")) as [number | null];
  process.exitCode = status ?? 1;
}

/** Tells findings and what became of the lines; findings and failures end the command with 1. */
function report(
  { file = "", json }: UsersOptions,
  { checked, outcomes }: { readonly checked: CheckedFile; readonly outcomes: readonly Outcome[] },
): void {
  const { findings } = checked;
  const failed = outcomes.filter(({ result }) => result === "FAILED");
  if (json) print(JSON.stringify({ findings, outcomes, users: checked.rows.length }));
  else {
    for (const finding of findings) print(findingText(file, finding));
    for (const outcome of outcomes) print(outcomeText(outcome));
  }
  if (findings.length + failed.length > 0) process.exitCode = 1;
}

function exportRemarks(
  { users, external, changed, formulas }: ReturnType<typeof exportUsers>,
  { isForSpreadsheet }: UsersOptions,
): readonly string[] {
  return [
    `${users} users written.`,
    ...(external > 0 ? [`${external} users of other providers are not in it.`] : []),
    ...(changed > 0
      ? [`${changed} values had line breaks or backslashes: blanks stand for them.`]
      : []),
    ...(formulas > 0 && !isForSpreadsheet
      ? [`${formulas} values are formulas to a spreadsheet: open it as text, or use --spreadsheet.`]
      : []),
  ];
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
