import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Text of a stack's file; undefined where there is none. */
export function readStackFile(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Makes the file what it was. @param text as {@link readStackFile} gave it */
export function restoreStackFile(file: string, text: string | undefined): void {
  if (text === undefined) rmSync(file, { force: true });
  else writeFileSync(file, text);
}
