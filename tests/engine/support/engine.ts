import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { FaultPlan } from "../../support/aws-provider/fault.ts";
import { stepsOf, type Step } from "./events.ts";

/** This project. */
export const HOME = join(import.meta.dirname, "..", "..", "..");

const PROVIDER = join(HOME, "tests", "support", "aws-provider", "pulumi-resource-aws");
const PROGRAM = ["index.ts", "schema-ledger.json", "Pulumi.yaml", "package.json", "tsconfig.json"];
const ROOMS = ["components", "handlers"];

/** Everything that the tests write; gone when they have ended. */
const scratch = mkdtempSync(join(tmpdir(), "engine-tests-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** What belongs to one stack: its program, its backend and its AWS account. */
export interface Place {
  readonly program: string;
  readonly backend: string;
  /** The file that is the AWS account. */
  readonly account: string;
  /** Plugins and credentials. */
  readonly home: string;
}

/** A place with a copy of this project's program, which a test may change. */
export function newPlace(): Place {
  const place = placeIn(mkdtempSync(join(scratch, "stack-")));
  for (const directory of [place.program, place.backend]) mkdirSync(directory);
  for (const path of [...PROGRAM, ...ROOMS]) {
    cpSync(join(HOME, path), join(place.program, path), { recursive: true });
  }
  symlinkSync(join(HOME, "node_modules"), join(place.program, "node_modules"));
  installProvider(place.home);
  return place;
}

/** The same program, state and account once more. */
export function copyOf(place: Place): Place {
  const directory = mkdtempSync(join(scratch, "stack-"));
  cpSync(dirname(place.program), directory, { recursive: true, verbatimSymlinks: true });
  return placeIn(directory);
}

function placeIn(directory: string): Place {
  return {
    program: join(directory, "program"),
    backend: join(directory, "backend"),
    account: join(directory, "account.json"),
    home: join(directory, "home"),
  };
}

/** The engine takes a link to the file, but not to the directory. */
function installProvider(home: string): void {
  const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json") as {
    readonly version: string;
  };
  const directory = join(home, "plugins", `resource-aws-v${version}`);
  mkdirSync(directory, { recursive: true });
  symlinkSync(PROVIDER, join(directory, "pulumi-resource-aws"));
}

export interface CommandOptions {
  /** @default "dev" */
  readonly stack?: string;
  readonly fault?: FaultPlan;
  /** Whether the program's types are checked on the way, as `pulumi` does it by itself. @default false */
  readonly typeCheck?: boolean;
}

/** How a command has ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Both streams, without colours. */
  readonly output: string;
  /** What was done (or would be, in a preview) to each resource that does not stay as it is. */
  readonly steps: readonly Step[];
}

/** A command of the Pulumi CLI that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Commands that make steps, and can write them down. */
const OPERATIONS = ["preview", "up", "refresh", "destroy"];

/** Starts `pulumi COMMAND …` on a stack of the place. */
export function start(
  place: Place,
  args: readonly string[],
  options: CommandOptions = {},
): Running {
  const [command = "", ...rest] = args;
  const events = `${mkdtempSync(join(dirname(place.program), "events-"))}/events.jsonl`;
  const all = [
    command,
    ...rest,
    "--stack",
    options.stack ?? "dev",
    "--non-interactive",
    "--color",
    "never",
  ];
  if (OPERATIONS.includes(command)) all.push("--event-log", events, "--suppress-progress");
  const child = spawn("pulumi", all, {
    cwd: place.program,
    env: environment(place, options),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { process: child, ended: endOf(child, events) };
}

/** Runs `pulumi COMMAND …` to its end. */
export function pulumi(place: Place, args: readonly string[], options?: CommandOptions) {
  return start(place, args, options).ended;
}

/** Waits for a command's end. @param events file with the engine's event log, if there is one */
export async function endOf(child: ChildProcess, events = ""): Promise<Ended> {
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (...how) => resolve(how));
  });
  const { stdout, stderr } = child;
  const output = Promise.all([stdout && text(stdout), stderr && text(stderr)]);
  const [status, signal] = await closed;
  const steps = existsSync(events) ? stepsOf(readFileSync(events, "utf8")) : [];
  return { status, signal, output: (await output).join(""), steps };
}

/** What the engine, the program and the provider of a place get to see. */
export function environment(place: Place, { fault, typeCheck }: CommandOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // The program and the provider run with the Node that runs the tests.
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    NO_COLOR: "1",
    PULUMI_HOME: place.home,
    PULUMI_BACKEND_URL: `file://${place.backend}`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase of a test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // `--event-log` is one of these.
    PULUMI_DEBUG_COMMANDS: "true",
    // A file that was checked once is taken from the cache afterwards, whatever it imports now.
    ...(typeCheck ? { TS_NODE_CACHE: "false" } : { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
    AWS_PROVIDER_ACCOUNT: place.account,
    AWS_PROVIDER_FAULT: fault ? JSON.stringify(fault) : "",
  };
}
