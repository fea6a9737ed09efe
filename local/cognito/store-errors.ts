/** The state file cannot be used. Its message is for the user and names the way out. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** A file that is whole and not one of ours, or of another version. */
export class ForeignFile extends Error {}

/**
 * The error that a file which cannot be opened ends in.
 * @param problem what is wrong, where its disk is not in the way
 */
export function unusable(path: string, problem: string, cause: unknown): StoreError {
  if (isOfThePlace(cause)) return unwritable(path, cause);
  const reason =
    cause instanceof Error && !(cause instanceof ForeignFile) ? ` (${cause.message})` : "";
  return new StoreError(
    `The state file ${path} ${problem}${reason}. Delete it to start afresh, or give another place with --state DIR.`,
    { cause },
  );
}

// SQLITE_PERM, BUSY, READONLY, IOERR, FULL, CANTOPEN: https://www.sqlite.org/rescode.html
const PLACE_CODES: ReadonlySet<number> = new Set([3, 5, 8, 10, 13, 14]);

/** Whether the file may well be whole, and its disk or somebody else is in the way. */
function isOfThePlace(cause: unknown): cause is Error {
  const { errcode, syscall } = cause as { readonly errcode?: number; readonly syscall?: string };
  return syscall !== undefined || (errcode !== undefined && PLACE_CODES.has(errcode & 0xff));
}

function unwritable(path: string, cause: Error): StoreError {
  return new StoreError(
    `The state file ${path} cannot be written (${cause.message}); what it holds is kept. ` +
      "Look after its disk and rights, or give another place with --state DIR.",
    { cause },
  );
}
