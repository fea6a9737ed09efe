import { escapeForLog } from "../log-text.ts";

/**
 * What is wrong with a file, and what to do. Values are not quoted: they are people's data, and findings end up in
 * the logs of pipelines. Cognito's own log names line numbers alone for that reason.
 */
export interface Finding {
  /** 1 is the header. */
  readonly line: number;
  /** Null where the whole line is meant. */
  readonly column: string | null;
  /** What Cognito asks. */
  readonly rule: string;
  readonly fix: string;
}

/** A finding as a line, in the form that editors follow. */
export function findingText(file: string, { line, column, rule, fix }: Finding): string {
  return `${file}:${line}: ${column === null ? "" : `${escapeForLog(column)}: `}${rule} ${fix}`;
}
