import { readFileSync } from "node:fs";

const PAGE_BYTES = 4096;
const POLL_MS = 15;

/** A process and everything it started, in bytes of resident memory. 0 where there is no `/proc`. */
export function treeBytes(pid: number): number {
  return [pid, ...descendants(pid)].reduce((sum, each) => sum + residentBytes(each), 0);
}

/** Highest resident memory of one process so far, by the kernel's own count. */
export function peakBytes(pid: number): number {
  const found = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`));
  return Number(found?.[1] ?? 0) * 1024;
}

export function descendants(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** Peaks of a process tree, watched until stopped. */
export interface MemoryWatch {
  stop(): { readonly tree: number; readonly largest: number };
}

/** `tree` is the highest sum that was seen, `largest` the peak of the largest single process. */
export function watchMemory(pid: number): MemoryWatch {
  let tree = 0;
  let largest = 0;
  const look = (): void => {
    tree = Math.max(tree, treeBytes(pid));
    largest = Math.max(largest, ...[pid, ...descendants(pid)].map(peakBytes));
  };
  const timer = setInterval(look, POLL_MS);
  return {
    stop() {
      clearInterval(timer);
      return { tree, largest };
    },
  };
}

function residentBytes(pid: number): number {
  return Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0) * PAGE_BYTES;
}

/** Empty for a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
