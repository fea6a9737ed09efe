import type { PoolContext } from "../cognito/service.ts";
import { isFormula, isWritable, joinLine } from "./cognito-csv.ts";
import { columnsOf, MFA, USERNAME } from "./columns.ts";
import { fileValue } from "./row-values.ts";

/** What of an export is not as it was, or is dangerous elsewhere. */
export interface ExportRemarks {
  readonly users: number;
  /** Users of another provider, whom no file brings back. */
  readonly external: number;
  /** Values with a line break or a backslash that the form has no way to write; blanks stand for those. */
  readonly changed: number;
  /** Values that a spreadsheet would calculate. */
  readonly formulas: number;
}

/**
 * Writes the pool's users in Cognito's form, header first. Passwords are not in it, nor is anything else that Cognito
 * does not import (C342).
 * @param write takes a line at a time, without its line break
 * @param isForSpreadsheet puts an apostrophe before what a spreadsheet would take for a formula (CWE-1236); such a
 *   file is for reading, not for importing
 */
export function exportUsers(
  { service, pool }: PoolContext,
  write: (line: string) => void,
  { isForSpreadsheet }: { readonly isForSpreadsheet: boolean },
): ExportRemarks {
  const columns = columnsOf(pool);
  const remarks = { users: 0, external: 0, changed: 0, formulas: 0 };
  const cell = (value: string): string => {
    if (!isWritable(value)) remarks.changed += 1;
    if (isFormula(value)) remarks.formulas += 1;
    const plain = isWritable(value) ? value : value.replace(/[\r\n\\]/g, " ").trim();
    return isForSpreadsheet && isFormula(plain) ? `'${plain}` : plain;
  };
  write(joinLine(columns));
  for (const user of service.store.users.each(pool.id)) {
    if (user.status === "EXTERNAL_PROVIDER") {
      remarks.external += 1;
      continue;
    }
    remarks.users += 1;
    const name = pool.usernameAttributes
      .map((attribute) => user.attributes[attribute])
      .find(Boolean);
    const hasFactor = service.store.secondFactors.of(pool.id, user.sub).enabled.length > 0;
    // Blank is whatever the pool asks for.
    const own = new Map([
      [USERNAME, name ?? user.username],
      [MFA, hasFactor ? "true" : ""],
    ]);
    const valueOf = (column: string): string => own.get(column) ?? user.attributes[column] ?? "";
    write(joinLine(columns.map((column) => cell(fileValue(column, valueOf(column))))));
  }
  return remarks;
}
