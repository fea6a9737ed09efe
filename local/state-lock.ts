import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The state directory is another runtime's, or cannot be used. */
export class StateError extends Error {
  override readonly name = "StateError";
}

/**
 * Makes this process the only one on a state directory; two would overwrite each other's users.
 * A lock whose process is gone is taken over.
 * @returns gives the directory free again, as the end of the process does
 * @throws {StateError} when another runtime has it, or it cannot be made
 */
export function lockState(directory: string): () => void {
  makeDirectory(directory);
  const file = join(directory, "lock");
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  if (!tryWrite(directory, file, mine)) {
    const holder = readHolder(file);
    if (holder && isRunning(holder)) {
      throw new StateError(
        `${directory} is in use by another local runtime (process ${holder.pid}). ` +
          `Stop that one, or use --state DIR with another directory, or --state memory.`,
      );
    }
    takeOver(directory, file, mine);
  }
  const unlock = (): void => rmSync(file, { force: true });
  process.once("exit", unlock);
  return () => {
    process.off("exit", unlock);
    unlock();
  };
}

/** In place of a lock whose process is gone. Of two that want it, the one that writes first has it. */
function takeOver(directory: string, file: string, mine: string): void {
  try {
    rmSync(file, { force: true });
    writeFileSync(file, mine, EXCLUSIVE);
  } catch (error) {
    throw unusable(directory, reasonOf(error), error);
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = reasonOf(error);
    const isFile = reason === "EEXIST" || reason === "ENOTDIR";
    throw unusable(directory, isFile ? "there is a file of that name" : reason, error);
  }
}

/** The system's own code, such as `EACCES` or `ENOSPC`; Node has longer ones around some of them. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code ?? message).replace(/^ERR_FS_/, "");
}

function unusable(directory: string, reason: string, cause: unknown): StateError {
  return new StateError(
    `${directory} cannot hold the state: ${reason}. Use --state DIR with another directory, or --state memory.`,
    { cause },
  );
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

const EXCLUSIVE = { flag: "wx", mode: 0o600 } as const;

function tryWrite(directory: string, file: string, content: string): boolean {
  try {
    writeFileSync(file, content, EXCLUSIVE);
    return true;
  } catch (error) {
    if (reasonOf(error) === "EEXIST") return false;
    throw unusable(directory, reasonOf(error), error);
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** The number alone may belong to another program by now, so the time it started counts too. */
function isRunning({ pid, started }: Holder): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" && startOf(pid) === started;
  }
  return startOf(pid) === started;
}

/** States of a process that has ended, and whose parent has not asked how. */
const ENDED = ["Z", "X"];

/** Start time of a process in the system's own unit; empty where the system does not tell, or it has ended. */
function startOf(pid: number): string {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return "";
  const afterName = readFileSync(stat, "utf8").split(") ").at(-1) ?? "";
  const fields = afterName.split(" ");
  return ENDED.includes(fields[0] ?? "") ? "" : (fields[19] ?? "");
}
