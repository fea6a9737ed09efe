/** The command line of the local runtime: options in, ready line out, exit status at the end. */
import { HELP, OptionError, parseOptions } from "./options.ts";
import { startScreen } from "./start-screen.ts";
import { type Running, start } from "./server.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const print = (line: string): void => void process.stderr.write(`${line}\n`);

// A reader of our output that went away is no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), process.stdout.isTTY);
  if (options === "help") {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const running = await start(options, {
    log: print,
    program: (text) => void process.stderr.write(text),
  });
  endOnSignals(running);
  surviveMistakes();
  if (options.json) process.stdout.write(`${JSON.stringify(running.ready)}\n`);
  else process.stdout.write(startScreen(running.ready, options));
  for (const remark of running.remarks) print(remark);
}

/** The first signal ends in good order, a second one at once. */
function endOnSignals(running: Running): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) process.exit(EXIT_FAILED);
    isEnding = true;
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}

/** A mistake of ours in one request must not take every API down: it is told, and the rest goes on. */
function surviveMistakes(): void {
  const tell = (error: unknown): void => {
    print(`Internal error: ${error instanceof Error ? error.stack : String(error)}`);
  };
  process.on("uncaughtException", tell);
  process.on("unhandledRejection", tell);
}

/** Expected failures carry a message for the user; anything else is our own mistake and shows its stack. */
function fail(error: unknown): void {
  const { name, message, stack } = error as Error;
  const isExpected = name !== "Error" && name.endsWith("Error") && name !== "TypeError";
  print(isExpected ? message : (stack ?? message));
  process.exit(error instanceof OptionError ? EXIT_USAGE : EXIT_FAILED);
}

main().catch(fail);
