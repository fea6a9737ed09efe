import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { ProgramOptions } from "../../../../local/program-options.ts";
import type { Evaluated } from "../../../../local/program/source.ts";
import { type Command, type CommandContext, runCommand } from "../../../../local/review/command.ts";
import { recordedProgram } from "../../../../local/review/recorded-program.ts";
import { HOME } from "../../program/support/programs.ts";

/** How a command of the review ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const SCRIPT = join("local", "review", "run.mjs");

/** Runs a command of the review as its npm script does. */
export function runReview(
  command: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Ran {
  return spawnSync(process.execPath, [SCRIPT, command, ...args], {
    cwd: HOME,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

/** Starts a command of the review and does not wait for its end. */
export function startReview(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawn(process.execPath, [SCRIPT, command, ...args], {
    cwd: HOME,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/**
 * Runs a command in this process, for all that its own process adds nothing to. A program is evaluated once, as long
 * as its files stay as they are: those of this repository do, whatever a test does.
 */
export async function callCommand(command: Command, args: readonly string[] = []): Promise<Ran> {
  const told = { stdout: "", stderr: "" };
  const context: CommandContext = {
    print: (text) => void (told.stdout += text),
    printAside: (text) => void (told.stderr += text),
    record: (options, addressOf) => recordOnce(options, context.printAside, addressOf),
  };
  return { status: await runCommand(command, args, context), ...told };
}

type AddressOf = (urn: string) => Promise<string>;

/** An evaluation, what it printed, and which addresses it was told. */
interface Recorded {
  readonly evaluated: Evaluated;
  readonly printed: readonly string[];
  readonly addresses: ReadonlyMap<string, string>;
}

const known = new Map<string, Recorded>();

async function recordOnce(
  options: ProgramOptions,
  print: (text: string) => void,
  addressOf?: AddressOf,
): Promise<Evaluated> {
  const { stack, config } = options;
  const program = resolve(options.program);
  const key = JSON.stringify([program, filesOf(program), stack, config, addressOf !== undefined]);
  const found = known.get(key);
  const recorded =
    found && (await isAddressed(found, addressOf)) ? found : await record(options, addressOf);
  known.set(key, recorded);
  for (const text of recorded.printed) print(text);
  return recorded.evaluated;
}

/** Names and texts of a program that a test has written. */
function filesOf(program: string): readonly string[] {
  if (program === HOME || program.startsWith(HOME + sep)) return [];
  return readdirSync(program, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith(".git") && statSync(join(program, name)).isFile())
    .map((name) => `${name}\n${readFileSync(join(program, name), "utf8")}`);
}

/** Whether the evaluation would be told the same addresses now. */
async function isAddressed({ addresses }: Recorded, addressOf?: AddressOf): Promise<boolean> {
  for (const [urn, address] of addresses) if ((await addressOf?.(urn)) !== address) return false;
  return true;
}

async function record(options: ProgramOptions, addressOf?: AddressOf): Promise<Recorded> {
  const printed: string[] = [];
  const addresses = new Map<string, string>();
  const noted = async (urn: string): Promise<string> => {
    const address = (await addressOf?.(urn)) ?? "";
    addresses.set(urn, address);
    return address;
  };
  const evaluated = await recordedProgram(
    options,
    (text) => printed.push(text),
    addressOf && noted,
  );
  return { evaluated, printed, addresses };
}
