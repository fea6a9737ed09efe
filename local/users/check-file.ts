import { foldName } from "../cognito/names.ts";
import type { UserPool } from "../cognito/pool.ts";
import { columnsOf, USERNAME } from "./columns.ts";
import type { Finding } from "./findings.ts";
import { ROW_RULES } from "./row-rules.ts";
import { attributesOf, isTrue, nameOf } from "./row-values.ts";
import { readUserFile, type Row, type UserFile } from "./user-file.ts";

/** A file whose rows were held against the pool: `rows` are those without a finding. */
export type CheckedFile = UserFile;

/** Reads and checks a file of users. Findings are in order of lines. */
export function checkFile(file: string, pool: UserPool): CheckedFile {
  const { rows, findings } = readUserFile(file, columnsOf(pool));
  const all = [...poolFindings(pool), ...findings, ...rowFindings(rows, pool)];
  const bad = new Set(all.map(({ line }) => line));
  return {
    rows: bad.has(1) ? [] : rows.filter(({ line }) => !bad.has(line)),
    findings: all.toSorted((one, other) => one.line - other.line),
  };
}

/** What the pool lacks: without an address to send a code to no job starts. */
function poolFindings({ autoVerified }: UserPool): readonly Finding[] {
  if (autoVerified.length > 0) return [];
  const rule = "The pool verifies no attribute by itself, so that a job would not start.";
  const fix = "Give the pool autoVerifiedAttributes.";
  return [{ line: 1, column: null, rule, fix }];
}

/** Findings of single rows, and of rows that claim what an earlier one has. */
export function rowFindings(rows: readonly Row[], pool: UserPool): readonly Finding[] {
  const taken = new Map<string, number>();
  return rows.flatMap((row) => {
    const problems = ROW_RULES.flatMap((rule) => rule(row, pool));
    for (const [column, value] of uniqueValues(row, pool)) {
      const key = `${column} ${foldName(pool, value)}`;
      const earlier = taken.get(key);
      if (earlier === undefined) taken.set(key, row.line);
      else problems.push({ column, rule: `Line ${earlier} has it.`, fix: "Remove one of them." });
    }
    return problems.map((problem) => ({ line: row.line, ...problem }));
  });
}

/** Values that no two users have (C250, C251). */
function uniqueValues(row: Row, pool: UserPool): readonly (readonly [string, string])[] {
  const attributes = attributesOf(row, pool);
  const aliases = pool.aliasAttributes.filter(
    (name) => name === "preferred_username" || isTrue(row, `${name}_verified`),
  );
  const contacts = [...pool.usernameAttributes, ...aliases].map(
    (name) => [name, attributes[name] ?? ""] as const,
  );
  const name = pool.usernameAttributes.length > 0 ? [] : [[USERNAME, nameOf(row)] as const];
  return [...name, ...contacts].filter(([, value]) => value !== "");
}
