import { format } from "node:util";

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
  const line = logFormat === "JSON" ? jsonLine : textLine;
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...values: unknown[]) =>
      print(line(level, current.id, values));
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
  const [first] = values;
  // One object stays an object, everything else becomes text.
  const message = values.length === 1 && isPlain(first) ? first : format(...values);
  return JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message });
}

function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof Error);
}
