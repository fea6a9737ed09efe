/** `npm run users`: users of the local pools, as files. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Command, type CommandContext, openToWrite } from "../review/command.ts";
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
  Record<
    UsersOptions["command"],
    (options: UsersOptions, context: CommandContext) => Promise<number | void>
  >
> = {
  async check(options, context) {
    const { file = "", description } = options;
    const pool = description
      ? describedPool(description)
      : await poolOf(options.program, options.pool, context);
    const checked = checkFile(file, pool);
    context.print(lines(reportLines(options, { checked, outcomes: [] })));
    if (!options.json) context.print(`${checked.rows.length} users could be imported.\n`);
    return hasFailed({ checked, outcomes: [] }) ? 1 : 0;
  },
  async import(options, context) {
    const { file = "", state, isDryRun, skipsInvalid } = options;
    const { print, printAside } = context;
    const pool = await poolOf(options.program, options.pool, context);
    const checked = checkFile(file, pool);
    const isRefused = checked.findings.length > 0 && !skipsInvalid && !isDryRun;
    const outcomes = isRefused
      ? []
      : await withPool({ state, isReadOnly: isDryRun, printAside }, pool, (opened) =>
          importUsers(opened, checked.rows, { isDryRun }),
        );
    print(lines(reportLines(options, { checked, outcomes })));
    if (isRefused) printAside(`Nothing was imported. Mend the lines, or add --skip-invalid.\n`);
    else if (isDryRun) printAside(`Nothing was written: --dry-run.\n`);
    return hasFailed({ checked, outcomes }) ? 1 : 0;
  },
  async export(options, context) {
    const { printAside } = context;
    const pool = await poolOf(options.program, options.pool, context);
    const target =
      options.file === undefined ? undefined : openToWrite(options.file, options.file, 0o600);
    const write = (line: string): void =>
      target === undefined ? context.print(`${line}\n`) : void writeSync(target, `${line}\n`);
    const place = { state: options.state, isReadOnly: true, printAside };
    const remarks = await withPool(place, pool, (opened) => exportUsers(opened, write, options));
    if (target !== undefined) closeSync(target);
    for (const remark of exportRemarks(remarks, options)) printAside(`${remark}\n`);
  },
  async template(options, context) {
    const pool = await poolOf(options.program, options.pool, context);
    context.print(`${joinLine(columnsOf(pool))}\n`);
  },
  async seed({ program, pool: name, state, count, password, json }, context) {
    const { print, printAside } = context;
    const pool = await poolOf(program, name, context);
    const added = await withPool({ state, printAside }, pool, (opened) =>
      seedUsers(opened, count, password),
    );
    const [first, last] = [seedName(pool, 1), seedName(pool, count)];
    if (json) return print(`${JSON.stringify({ added, first, last, password })}\n`);
    print(`${added} users added: ${first} to ${last}, password ${password}\n`);
  },
};

export const command: Command = async (args, context) => {
  const options = parseUsersOptions(args);
  if (options === "help") return context.print(HELP);
  if ("deploy" in options) return runDeployer(options.deploy);
  return COMMANDS[options.command](options, context);
};

/** Pools on AWS are the deployer's; it answers in this command's place. */
async function runDeployer(args: readonly string[]): Promise<number> {
  const script = join(ROOT, "deploy", "start.mjs");
  const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
  const [status] = (await once(child, "exit")) as [number | null];
  return status ?? 1;
}

interface Told {
  readonly checked: CheckedFile;
  readonly outcomes: readonly Outcome[];
}

/** Findings, and what became of the lines. */
function reportLines({ file = "", json }: UsersOptions, { checked, outcomes }: Told): string[] {
  const { findings, rows } = checked;
  if (json) return [JSON.stringify({ findings, outcomes, users: rows.length })];
  return [...findings.map((finding) => findingText(file, finding)), ...outcomes.map(outcomeText)];
}

/** Findings and failures end the command with 1. */
function hasFailed({ checked, outcomes }: Told): boolean {
  return checked.findings.length > 0 || outcomes.some(({ result }) => result === "FAILED");
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

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
