/** The command line of the local runtime: options in, ready line out, exit status at the end. */
import { StoreError } from "./cognito/store-errors.ts";
import { CreationError } from "./program/creation-error.ts";
import { IssuerFault } from "./gateway/jwt/issuer-documents.ts";
import { HELP, parseOptions } from "./options.ts";
import { PortError } from "./origins.ts";
import { ProgramError } from "./program/failure.ts";
import { OptionError } from "./program-options.ts";
import { startScreen } from "./start-screen.ts";
import { type Running, start } from "./server.ts";
import { StateError } from "./state-lock.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Failures whose message is for the user. Anything else is our own mistake and shows its stack. */
const EXPECTED = [
  CreationError,
  IssuerFault,
  OptionError,
  PortError,
  ProgramError,
  StateError,
  StoreError,
];

const print = (line: string): void => void process.stderr.write(`${line}\n`);

// A reader of our output that went away is no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), process.stdout.isTTY);
  if (options === "help") {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  // While it starts there is nothing to finish: a signal ends it at once.
  const endNow = (): void => process.exit(0);
  onSignals(endNow);
  const running = await start(options, {
    log: print,
    program: (text) => void process.stderr.write(text),
  });
  for (const signal of SIGNALS) process.off(signal, endNow);
  onSignals(endInOrder(running));
  surviveMistakes();
  if (options.json) process.stdout.write(`${JSON.stringify(running.ready)}\n`);
  else process.stdout.write(startScreen({ ...options, ...running }));
  for (const remark of running.remarks) print(remark);
}

function onSignals(end: () => void): void {
  for (const signal of SIGNALS) process.on(signal, end);
}

/** The first signal ends in good order, a second one at once. */
function endInOrder(running: Running): () => void {
  let isEnding = false;
  return () => {
    if (isEnding) process.exit(EXIT_FAILED);
    isEnding = true;
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
}

/** A mistake of ours in one request must not take every API down: it is told, and the rest goes on. */
function surviveMistakes(): void {
  const tell = (error: unknown): void => {
    print(`Internal error: ${error instanceof Error ? error.stack : String(error)}`);
  };
  process.on("uncaughtException", tell);
  process.on("unhandledRejection", tell);
}

function fail(error: unknown): void {
  const { message, stack } = error as Error;
  print(EXPECTED.some((kind) => error instanceof kind) ? message : (stack ?? message));
  process.exit(error instanceof OptionError ? EXIT_USAGE : EXIT_FAILED);
}

main().catch(fail);
