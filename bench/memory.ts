import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startArguments } from "./startup-program.ts";
import { applyLoad } from "./support/load-client.ts";
import { type Line, judge } from "./support/line.ts";
import { emptyDirectory } from "./support/places.ts";
import { treeBytes } from "./support/process-tree.ts";
import { fixed, interleave, megabytes, type Summary, summarize } from "./support/sampling.ts";
import { BARE_SERVER, SERVE_RECORDING, withServer } from "./support/server-process.ts";
import { PUBLIC_PATH, writeServedProgram } from "./support/served-program.ts";

const ROUTES = 10;
const LIMIT_MB = 237;
/** Start-up's own garbage is gone by then, and the spare process is warm. */
const IDLE_MS = 3_000;

interface Ready {
  readonly apis: readonly { readonly url: string }[];
}

/**
 * Resident memory of the process tree: (a) idle without a program, (b) idle with a program of 10 routes and the spare
 * process of the next evaluation, (c) the same after 32 connections have loaded a route for two seconds.
 */
export async function measure(): Promise<readonly Line[]> {
  const file = `${emptyDirectory("memory-empty")}/recording.json`;
  const nothing = { project: "empty", stack: "dev", resources: [], outputs: {} };
  writeFileSync(file, JSON.stringify(nothing));
  const directory = writeServedProgram("memory", ROUTES - 1);
  const taken = await interleave({
    bare: () => idle([BARE_SERVER, "{}"]),
    empty: () => idle([...SERVE_RECORDING, file]),
    served: () => servedTree(directory),
  });
  const bare = summarize(taken.bare);
  const empty = summarize(taken.empty);
  const spare = summarize(taken.served.map(({ before }) => before));
  const loaded = summarize(taken.served.map(({ after }) => after));
  const [toBare, toSpare] = [empty.median / bare.median, loaded.median / spare.median];
  return [
    line(
      "memory (a) idle",
      empty,
      [`B ${megabytes(bare)}`, `${fixed(toBare)} B`, "≤ 1.5 B"],
      toBare <= 1.5,
    ),
    line("memory (b) spare", spare, ["", "", `≤ ${LIMIT_MB} MB`], spare.median <= LIMIT_MB * 1e6),
    line("memory (c) loaded", loaded, ["(b)", `${fixed(toSpare)} (b)`, "≤ 2 (b)"], toSpare <= 2),
  ];
}

function line(
  name: string,
  figure: Summary,
  [calibrator, ratio, target]: readonly [string, string, string],
  isMet: boolean,
): Line {
  return { name, figure: megabytes(figure), calibrator, ratio, target, verdict: judge(isMet) };
}

function idle(args: readonly string[]): Promise<number> {
  return withServer(
    args,
    async ({ pid }) => {
      await sleep(IDLE_MS);
      return treeBytes(pid);
    },
    { compileCache: true },
  );
}

function servedTree(directory: string): Promise<{ before: number; after: number }> {
  return withServer<Ready, { before: number; after: number }>(
    startArguments("--watch", "--program", directory),
    async ({ ready, pid }) => {
      await sleep(IDLE_MS);
      const before = treeBytes(pid);
      const url = ready.apis[0]?.url ?? "";
      // Beyond the stage's limit most are answered 429, so the answers' status is not looked at.
      await applyLoad({ url, path: PUBLIC_PATH, connections: 32, seconds: 2 });
      return { before, after: treeBytes(pid) };
    },
    { compileCache: true },
  );
}
