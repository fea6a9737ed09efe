/** The command line of the deployer: arguments → command → text and exit status. */
import { cancel, destroy, history, outputs, refresh } from "./commands.ts";
import { DeployError, EXIT_STATUS } from "./failure.ts";
import { HELP } from "./help.ts";
import { interruption } from "./interruption.ts";
import { Mask } from "./masking.ts";
import { type Options, parseOptions } from "./options.ts";
import { progress } from "./progress.ts";
import * as reports from "./reports.ts";
import type { Reviewed } from "./reviewed.ts";
import { smokeCommand } from "./smoke/command.ts";
import type { Target } from "./stack.ts";
import { summaryOf, writeSummary } from "./summary.ts";
import { sweep } from "./sweep.ts";
import { preview, up } from "./up.ts";
import { importCommand } from "./users/command.ts";

const mask = new Mask(process.env);
const tell = (text: string): void => void process.stderr.write(mask.of(text));

/** What a command found: as data, as text, and as a status other than 0. */
interface Answer {
  readonly data: unknown;
  readonly text: string;
  readonly status?: number;
}

type Commands = Readonly<
  Record<Options["command"], (options: Options, target: Target) => Promise<Answer>>
>;

const COMMANDS: Commands = {
  async preview(options, target) {
    const reviewed = await preview(target, { ...options, now: new Date() });
    summarise(options, reviewed);
    const isRefused = reviewed.refusals.length > 0;
    return {
      data: reviewed,
      text: reports.reviewText(reviewed),
      ...(isRefused && { status: EXIT_STATUS.refused }),
    };
  },
  async up(options, target) {
    const deployed = await up(target, { ...options, now: new Date() }, (reviewed) => {
      summarise(options, reviewed);
      tell(reports.reviewText(reviewed));
    });
    const isRefused = deployed.outputs === undefined;
    return {
      data: deployed,
      text: reports.deployedText(deployed),
      ...(isRefused && { status: EXIT_STATUS.refused }),
    };
  },
  async refresh(_, target) {
    const changes = await refresh(target);
    return { data: { changes }, text: reports.changesText(changes) };
  },
  async destroy(_, target) {
    const changes = await destroy(target);
    return { data: { changes }, text: reports.changesText(changes) };
  },
  async outputs(_, target) {
    const shown = await outputs(target);
    return { data: shown, text: reports.outputsText(shown) };
  },
  async history(_, target) {
    const updates = await history(target);
    return { data: { updates }, text: reports.historyText(updates) };
  },
  async cancel(_, target) {
    await cancel(target);
    return {
      data: { cancelled: target.stack },
      text: `${target.stack} is free. Run up again: it goes on where the killed update stopped.\n`,
    };
  },
  async smoke(options, target) {
    const checks = await smokeCommand(options, target, mask);
    const isFailed = checks.some(({ outcome }) => outcome === "failed");
    return {
      data: { checks },
      text: reports.smokeText(checks),
      ...(isFailed && { status: EXIT_STATUS.failed }),
    };
  },
  async import(options, target) {
    const imported = await importCommand(options, target, { mask, tell });
    return {
      data: imported,
      text: reports.importText(imported),
      ...(!imported.isWhole && { status: EXIT_STATUS.failed }),
    };
  },
  async sweep(options, target) {
    const swept = await sweep({ ...options, ...target, now: new Date() });
    const isFailed = swept.some(({ outcome }) => outcome === "failed");
    return {
      data: { stacks: swept },
      text: reports.sweepText(swept),
      ...(isFailed && { status: EXIT_STATUS.failed }),
    };
  },
};

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") return void process.stdout.write(`${HELP}\n`);
  const onEvent = progress(process.stderr.isTTY, tell);
  const target = {
    program: options.program,
    stack: options.stack,
    onEvent,
    interruption: interruption(tell),
  };
  const { data, text, status } = await COMMANDS[options.command](options, target);
  process.stdout.write(mask.of(options.json ? `${JSON.stringify(data)}\n` : text));
  process.exitCode = status ?? 0;
}

function summarise({ summary }: Options, reviewed: Reviewed): void {
  if (summary !== undefined) writeSummary(summary, mask.of(summaryOf(reviewed)));
}

function fail(error: unknown): void {
  const { message, stack } = error as Error;
  const isExpected = error instanceof DeployError;
  tell(`${isExpected ? message : (stack ?? message)}\n`);
  process.exitCode = isExpected ? EXIT_STATUS[error.code] : EXIT_STATUS.failed;
}

// A reader that has seen enough is no failure.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
main().catch(fail);
