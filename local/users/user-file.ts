import { readFileSync, statSync } from "node:fs";
import { OptionError } from "../program-options.ts";
import { splitLine } from "./cognito-csv.ts";
import { USERNAME } from "./columns.ts";
import type { Finding } from "./findings.ts";

/** Cognito's limits on a file. */
const LIMITS = { bytes: 100 * 1024 * 1024, rows: 500_000, rowCharacters: 16_000 };

/** A user's line of the file. */
export interface Row {
  /** 2 is the first user. */
  readonly line: number;
  /** Values by column; one without a value is not in it. */
  readonly values: ReadonlyMap<string, string>;
}

/** A file as far as it could be read. */
export interface UserFile {
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
}

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads the lines of a file of users, and finds what its form has against it. Without a header that fits there are
 * no rows.
 * @throws {OptionError} when the file cannot be read
 */
export function readUserFile(file: string, columns: readonly string[]): UserFile {
  try {
    if (statSync(file).size > LIMITS.bytes) {
      const rule = "The file is over 100 MB.";
      return { rows: [], findings: [{ line: 1, column: null, rule, fix: "Split it." }] };
    }
    return parseUserFile(readFileSync(file), columns);
  } catch (error) {
    throw new OptionError(`${file}: ${(error as Error).message}`);
  }
}

/** The same of bytes. */
export function parseUserFile(bytes: Uint8Array, columns: readonly string[]): UserFile {
  const text = decoded(bytes);
  if (text === undefined) {
    return refused("The file is not UTF-8.", "Save it as UTF-8 without a byte order mark.");
  }
  if (text.startsWith(BYTE_ORDER_MARK)) {
    return refused("The file begins with a byte order mark.", "Save it as UTF-8 without one.");
  }
  const [header = "", ...lines] = text.replace(/(\r\n|\n|\r)$/, "").split(/\r\n|\n|\r/);
  const names = header.length > LIMITS.rowCharacters ? [] : splitLine(header);
  // What stands there instead may be somebody's data, which is not for the log.
  if (!names.includes(USERNAME)) {
    return refused(
      "The first line is not the header.",
      "Begin with the one that npm run users -- template writes.",
    );
  }
  const findings = headerFindings(names, columns);
  if (findings.length > 0) return { rows: [], findings };
  if (lines.length > LIMITS.rows) {
    return refused(`There are ${lines.length} users, and a job takes 500,000.`, "Split the file.");
  }
  const read = lines.map((line, index) => readRow(line, index + 2, names));
  return {
    rows: read.flatMap((row) => ("values" in row ? row : [])),
    findings: read.flatMap((row) => ("values" in row ? [] : row)),
  };
}

function refused(rule: string, fix: string): UserFile {
  return { rows: [], findings: [{ line: 1, column: null, rule, fix }] };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function headerFindings(names: readonly string[], columns: readonly string[]): Finding[] {
  const missing = columns.filter((column) => !names.includes(column));
  const unknown = names.filter((name) => !columns.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const found = (rule: string, fix: string) => (column: string) => ({ line: 1, column, rule, fix });
  return [
    ...missing.map(found("The header lacks it.", "Add the column; its values may be empty.")),
    ...unknown.map(found("The pool's schema does not have it.", "Remove the column.")),
    ...twice.map(found("The header has it twice.", "Remove one of them.")),
  ];
}

function readRow(line: string, number: number, names: readonly string[]): Row | Finding {
  const found = (rule: string, fix: string): Finding => ({ line: number, column: null, rule, fix });
  if (line.trim() === "") return found("The line is empty.", "Remove it.");
  if (line.length > LIMITS.rowCharacters) {
    return found("The line is over 16,000 characters.", "Shorten its values.");
  }
  const values = splitLine(line);
  if (values.length !== names.length) {
    return found(
      `It has ${values.length} values, and the header ${names.length}.`,
      "Put a backslash before each comma inside a value; an absent value still has its comma.",
    );
  }
  const given = names.flatMap((name, at) => (values[at] ? [[name, values[at]] as const] : []));
  return { line: number, values: new Map(given) };
}
