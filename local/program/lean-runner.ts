/**
 * Pulumi's own program runner without the work that no program asks it for. What a program registers stays the same to
 * the last byte, and so do its messages and the stack traces of its errors.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire, registerHooks, setSourceMapsSupport } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { leanCodePaths } from "./code-paths.ts";
import { moduleFormat } from "./entry.ts";
import { installModuleHooks, programRequire } from "./module-hooks.ts";
import type { PulumiSdk } from "./record-options.ts";
import { skipScriptSurvey } from "./serializer.ts";

/** Says that the program is TypeScript; the runner then loads a compiler. */
const TYPESCRIPT = "PULUMI_NODEJS_TYPESCRIPT";
/** Of a `tsconfig.json` that changes how or what ts-node compiles, as far as {@link installModuleHooks} does not do the same. */
const OWN_WAYS = /"(allowJs|extends|jsx|ts-node)"/;

type DebuggablePromise = (promise: Promise<unknown>, context: unknown) => Promise<unknown>;

/**
 * Prepares this process before the runner starts in it.
 * @param sdk directory of the runner's `@pulumi/pulumi`
 */
export function leanRunner(sdk: string): void {
  const directory = workingDirectory();
  if (moduleFormat(join(directory, "index.ts")) === "module") return;
  const compiles = mayCompile(directory, sdk);
  if (compiles) replaceCompiler();
  installModuleHooks({ directory, typescript: compiles, lends: false, onSource: () => undefined });
  skipScriptSurvey();
  const require = createRequire(join(sdk, "package.json"));
  leanCodePaths(require(sdk) as PulumiSdk, directory);
  if (!process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) spareTraces(require);
}

/** Where the runner will go before it looks for `tsconfig.json`. */
function workingDirectory(): string {
  const options = { pwd: { type: "string" } } as const;
  const { pwd } = parseArgs({ args: process.argv.slice(2), strict: false, options }).values;
  return typeof pwd === "string" ? pwd : process.cwd();
}

/** Whether the program's files may come from the cache of compiled ones: where the runner would not check types. */
function mayCompile(directory: string, sdk: string): boolean {
  const { env } = process;
  if (env[TYPESCRIPT] !== "true" || env["PULUMI_NODEJS_TRANSPILE_ONLY"] !== "true") return false;
  if (env["PULUMI_NODEJS_TSCONFIG_PATH"]) return false;
  if (Object.keys(env).some((name) => name.startsWith("TS_NODE_"))) return false;
  const config = join(directory, "tsconfig.json");
  if (existsSync(config) && OWN_WAYS.test(readFileSync(config, "utf8"))) return false;
  return hasSameCompiler(programRequire(directory), createRequire(join(sdk, "package.json")));
}

function hasSameCompiler(...requires: readonly NodeJS.Require[]): boolean {
  try {
    return new Set(requires.map((require) => require.resolve("typescript"))).size === 1;
  } catch {
    // The runner has an old one for a program without.
    return false;
  }
}

/** The runner loads neither ts-node nor what maps its stack traces: Node maps those that are asked for. */
function replaceCompiler(): void {
  delete process.env[TYPESCRIPT];
  setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
  const unused = "secure-api-unused:source-map-support";
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "source-map-support/register"
        ? { url: unused, format: "commonjs", shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === unused ? { format: "commonjs", source: "", shortCircuit: true } : next(url, context),
  });
}

/**
 * The SDK takes a stack trace for each promise that it waits for (0.4 s), and shows it only to who debugs its leaks.
 * Errors keep theirs.
 */
function spareTraces(require: NodeJS.Require): void {
  const debuggable = require("./runtime/debuggable.js") as { debuggablePromise: DebuggablePromise };
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
