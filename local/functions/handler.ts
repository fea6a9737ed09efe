import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { lambdaError } from "./failures.ts";
import type { WorkerStart } from "./messages.ts";
import { buffered, isStreaming } from "./response-stream.ts";
import { findRuntimePackages, isModulePackage } from "./runtime-packages.ts";
import { traceOf } from "./trace.ts";

/** A handler that answers by what it returns. */
export type Handler = (event: unknown, context: Context) => unknown;

/** What is read here of the function's context. */
export interface Context {
  readonly awsRequestId: string;
}

/** Node 24 on Lambda dropped handlers that answer through a callback. */
const FIRST_WITHOUT_CALLBACK = 24;

/**
 * Loads the function's handler as Lambda's runtime does.
 * @throws errors named as Lambda names them (`Runtime.ImportModuleError`, `Runtime.HandlerNotFound`, …)
 */
export async function loadHandler(start: WorkerStart): Promise<Handler> {
  const { taskRoot, handler, nodeVersion, runtimePackages } = start;
  findRuntimePackages(taskRoot, runtimePackages);
  const file = basename(handler);
  const stem = file.replace(/\..*$/, "");
  const names = file.slice(stem.length + 1).split(".");
  let found: unknown = await loadModule(join(taskRoot, dirname(handler), stem));
  for (const name of names) found = (found as Record<string, unknown> | undefined)?.[name];
  if (typeof found !== "function") {
    throw lambdaError("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  }
  if (isStreaming(found)) return traced(buffered(found));
  return traced(
    nodeVersion < FIRST_WITHOUT_CALLBACK
      ? withCallback(found as Handler)
      : withoutCallback(found as Handler),
  );
}

function traced(answer: Handler): Handler {
  return (event, context) => {
    process.env["_X_AMZN_TRACE_ID"] = traceOf(event, context.awsRequestId);
    return answer(event, context);
  };
}

async function loadModule(path: string): Promise<unknown> {
  const file = [".js", ".mjs", ".cjs", ""]
    .map((end) => path + end)
    .find((each) => existsSync(each));
  if (!file) throw importError(`Cannot find module '${basename(path)}'`);
  try {
    if (file.endsWith(".mjs") || (file.endsWith(".js") && isModulePackage(dirname(file)))) {
      return await import(pathToFileURL(file).href);
    }
    return createRequire(file)(file) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw lambdaError("Runtime.UserCodeSyntaxError", String(error));
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw code.endsWith("MODULE_NOT_FOUND") ? importError(message) : error;
  }
}

function importError(reason: string): Error {
  return lambdaError("Runtime.ImportModuleError", `Error: ${reason}`);
}

function withoutCallback(handler: Handler): Handler {
  if (handler.length < 3) return handler;
  throw lambdaError(
    "Runtime.CallbackHandlerDeprecated",
    "AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
      "Make the handler async and return its result.",
  );
}

type Callback = (error: unknown, result?: unknown) => void;

/** A promise answers, or the callback, or the members of the context that came before it. */
function withCallback(handler: Handler): Handler {
  const old = handler as (event: unknown, context: Context, callback: Callback) => unknown;
  return (event, context) =>
    new Promise((resolve, reject) => {
      const callback: Callback = (error, value) => (error ? reject(error) : resolve(value));
      const oldContext = { ...context, done: callback, succeed: resolve, fail: reject };
      const result = old(event, oldContext, callback);
      if (isThenable(result)) result.then(resolve, reject);
      // Without a callback nothing is left that could answer: Lambda's answer is null.
      else if (handler.length < 3) setImmediate(resolve, null);
    });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}
