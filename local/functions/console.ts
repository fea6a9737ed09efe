import { format } from "node:util";

/** From the least to the most; a JSON log leaves out what is less than its own. */
const ORDER = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/** Methods of `console` with the level that Lambda prints. */
const LEVELS = {
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  debug: "DEBUG",
  trace: "TRACE",
} as const;

/** Where printed lines go, and in which form. */
export interface ConsoleOptions {
  /** Id of the running request; empty before the first one. */
  readonly current: { readonly id: string };
  readonly logFormat: "Text" | "JSON";
  readonly print: (line: string) => void;
}

/**
 * Makes `console` and the standard streams print as in Lambda: one event for each call.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function installConsole({ current, logFormat, print }: ConsoleOptions): void {
  const isJson = logFormat === "JSON";
  const line = isJson ? jsonLine : textLine;
  const least = isJson ? ORDER.indexOf(process.env["AWS_LAMBDA_LOG_LEVEL"] ?? "INFO") : 0;
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] =
      ORDER.indexOf(level) < least
        ? () => {}
        : (...values: unknown[]) => print(line(level, current.id, values));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      print((typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()).trimEnd());
      const done = rest.at(-1);
      if (typeof done === "function") process.nextTick(done);
      return true;
    }) as typeof stream.write;
  }
}

function textLine(level: string, id: string, values: readonly unknown[]): string {
  return `${new Date().toISOString()}\t${id || "undefined"}\t${level}\t${format(...values)}`;
}

function jsonLine(level: string, requestId: string, values: readonly unknown[]): string {
  const entry = { timestamp: new Date().toISOString(), level, requestId };
  // One value stays what it is, several become a text, and the first error among them is told apart.
  if (values.length === 1) return toJson({ ...entry, message: values[0] });
  const error = values.find((value) => value instanceof Error);
  return toJson({ ...entry, message: format(...values), ...(error && describe(error)) });
}

function toJson(entry: { readonly message: unknown }): string {
  try {
    return JSON.stringify(entry, (_, value: unknown) =>
      value instanceof Error ? describe(value) : value,
    );
  } catch {
    // A circle, or a BigInt.
    return JSON.stringify({ ...entry, message: format(entry.message) });
  }
}

function describe({ name, message, stack }: Error): object {
  return { errorType: name, errorMessage: message, stackTrace: (stack ?? "").split("\n") };
}
