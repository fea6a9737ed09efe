/**
 * The process that evaluates a program. It is started ahead of time, loads the SDK, and waits for
 * the order to evaluate; it answers with one last {@link Report} and ends.
 */
import { pathToFileURL } from "node:url";
import { leanCodePaths } from "./code-paths.ts";
import { type Entry, findEntry } from "./entry.ts";
import { ProgramError } from "./failure.ts";
import { describeFailure } from "./failure-text.ts";
import type { Footprint, Order, Report } from "./messages.ts";
import { installModuleHooks, programRequire } from "./module-hooks.ts";
import { record } from "./record.ts";
import type { PulumiSdk } from "./record-options.ts";
import { skipScriptSurvey, warmSerializer } from "./serializer.ts";
import { loadedModules, warmUp } from "./warm-up.ts";

const [directory = ".", typescript, purpose] = process.argv.slice(2);
const files = new Set<string>();
const isSecondLook = purpose === "explain";

// The SDK takes a stack trace for every promise that it tracks; without them it is many times faster.
Error.stackTraceLimit = isSecondLook ? 30 : 0;
if (isSecondLook) process.setSourceMapsEnabled(true);

installModuleHooks({
  directory,
  typescript: typescript === "true",
  lends: true,
  onSource: (file) => files.add(file),
});
skipScriptSurvey();

type EvaluateOrder = Extract<Order, { kind: "evaluate" }>;

const addresses = new Map<string, (address: string) => void>();
let hasStarted = false;
let hasFinished = false;

process.on("message", (order: Order) => {
  if (order.kind === "address") return addresses.get(order.urn)?.(order.address);
  if (order.kind === "warm") return warmUp(order.footprint, directory);
  hasStarted = true;
  process.channel?.unref();
  void evaluate(order).then(finish, fail);
});

// Without a parent there is nobody to evaluate for.
process.on("disconnect", () => process.exit());
process.on("uncaughtException", (error) => fail(error));

// Nothing left to do, and no result: the program waits for a promise that nothing will settle.
process.once("beforeExit", () => {
  if (!hasStarted) return;
  fail(
    new ProgramError(
      "The program never finishes: it awaits a promise that nothing will settle. " +
        "Look for a promise that is neither resolved nor rejected.",
    ),
  );
});

const { sdk, sdkFailure } = loadSdk();
if (purpose === "spare" && sdk) void warmSerializer(sdk);

async function evaluate({ message, knowsAddresses }: EvaluateOrder): Promise<Report> {
  if (!sdk) throw sdkFailure;
  leanCodePaths(sdk, directory);
  const entry = findEntry(message.main);
  const program = () => runProgram(entry);
  const addressOf = knowsAddresses ? askForAddress : undefined;
  const recording = await record({ pulumi: sdk, ...message, program, addressOf });
  return { kind: "recorded", recording, footprint: footprint() };
}

/** As Pulumi's own runner: an exported function is called, whatever comes is awaited. */
async function runProgram({ path, isModule }: Entry): Promise<unknown> {
  process.argv = [process.argv[0] ?? "node", path];
  const loaded = isModule
    ? outputsOf(await import(pathToFileURL(path).href))
    : (programRequire(directory)(path) as unknown);
  return typeof loaded === "function" ? loaded() : loaded;
}

function outputsOf(module: Readonly<Record<string, unknown>>): unknown {
  if (!("default" in module)) return module;
  if (Object.keys(module).length === 1) return module["default"];
  throw new ProgramError(
    "The program's module has both a default export and named exports. Keep one: they are the stack's outputs.",
  );
}

function loadSdk(): { sdk?: PulumiSdk; sdkFailure?: ProgramError } {
  try {
    return { sdk: programRequire(directory)("@pulumi/pulumi") as PulumiSdk };
  } catch (error) {
    const { message } = error as Error;
    const text = `@pulumi/pulumi cannot be loaded in ${directory}: ${message}`;
    return { sdkFailure: new ProgramError(text) };
  }
}

function askForAddress(urn: string): Promise<string> {
  process.channel?.ref();
  return new Promise((resolve) => {
    addresses.set(urn, (address) => {
      addresses.delete(urn);
      if (addresses.size === 0) process.channel?.unref();
      resolve(address);
    });
    process.send?.({ kind: "addressOf", urn } satisfies Report);
  });
}

function footprint(): Footprint {
  return { files: [...files], modules: loadedModules() };
}

function fail(error: unknown): void {
  finish({ kind: "failed", failure: describeFailure(error, sdk), footprint: footprint() });
}

function finish(report: Report): void {
  if (hasFinished) return;
  hasFinished = true;
  // With 0 the SDK would list the resources that wait for what has failed, as if they were the mistake.
  const status = report.kind === "failed" ? 1 : 0;
  process.send?.(report, undefined, undefined, () => process.exit(status));
}
