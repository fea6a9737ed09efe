/**
 * Cognito's own kind of CSV: no quotation marks, a comma inside a value has a backslash before it, and a value has no
 * line break. A library for RFC 4180 reads another language: there a backslash means nothing and a quotation mark does.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */

/** Values of a line, without the blanks around them. */
export function splitLine(line: string): readonly string[] {
  return line.split(/(?<!\\),/).map((value) => value.replaceAll("\\,", ",").trim());
}

/** A line of these values. Which ones it cannot hold, {@link isWritable} tells. */
export function joinLine(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(",", "\\,")).join(",");
}

/** Whether every reader gets the value back: no line break, no backslash before a comma or at its end, no outer blanks. */
export function isWritable(value: string): boolean {
  return !/[\r\n]|\\,|\\$|^\s|\s$/.test(value);
}

/** Whether a spreadsheet takes the value for a formula; a phone number is none. */
export function isFormula(value: string): boolean {
  return /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value);
}
