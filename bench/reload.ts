import { setTimeout as sleep } from "node:timers/promises";
import { startArguments } from "./startup-program.ts";
import { calibratorText, compare, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { fixed, interleave, milliseconds, summarize } from "./support/sampling.ts";
import { withServer } from "./support/server-process.ts";
import { PUBLIC_PATH, writeGreeting, writeServedProgram } from "./support/served-program.ts";

const ROUTES = 10;
/** Requests after the first new answer. Each has to be new too. */
const AFTERWARDS = 30;
/** Between two saves, as long as an editor's user takes at least: the next process warms up meanwhile. */
const PAUSE_MS = 3_000;
const PATIENCE_MS = 20_000;

interface Ready {
  readonly apis: readonly { readonly url: string }[];
}

interface Reload {
  readonly tookMs: number;
  /** Answers of the old code after the first of the new. */
  readonly stale: number;
  readonly laterMs: number;
}

/**
 * Save of a source file to the first answer from the new code, with a program of 10 routes on our components, by the
 * runtime with `--watch`. Answers are polled; a function's new worker starts within the measured time.
 */
export async function measure(): Promise<readonly Line[]> {
  const directory = writeServedProgram("reload", ROUTES - 1, "first");
  const args = startArguments("--watch", "--program", directory);
  const taken = await withServer<Ready, { reload: Reload[]; loadSdk: number[] }>(
    args,
    ({ ready }) => {
      const url = (ready.apis[0]?.url ?? "") + PUBLIC_PATH;
      return interleave({ reload: () => saveAndWait(directory, url), loadSdk });
    },
    { compileCache: true },
  );
  const wall = summarize(taken.reload.map(({ tookMs }) => tookMs));
  const later = summarize(taken.reload.map(({ laterMs }) => laterMs));
  const stale = taken.reload.reduce((sum, reload) => sum + reload.stale, 0);
  const sdk = summarize(taken.loadSdk);
  const { ratio, isMet } = compare(wall, sdk, "U", 0.7);
  return [
    {
      name: "reload",
      figure: milliseconds(wall),
      calibrator: calibratorText("U", sdk),
      ratio,
      target: "≤ 0.7 U, next request new",
      verdict: judge(isMet && stale === 0),
      remark: `${stale} old answers after the first new one, later requests ${fixed(later.median)} ms`,
    },
  ];
}

let saves = 0;

async function saveAndWait(directory: string, url: string): Promise<Reload> {
  await sleep(PAUSE_MS);
  saves += 1;
  const greeting = `save ${saves}`;
  writeGreeting(directory, greeting);
  const savedAt = performance.now();
  while (!(await get(url)).includes(greeting)) {
    if (performance.now() - savedAt > PATIENCE_MS) throw new Error("A save was not served.");
    await sleep(2);
  }
  const tookMs = performance.now() - savedAt;
  let stale = 0;
  const began = performance.now();
  for (let request = 0; request < AFTERWARDS; request += 1) {
    if (!(await get(url)).includes(greeting)) stale += 1;
  }
  return { tookMs, stale, laterMs: (performance.now() - began) / AFTERWARDS };
}

async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}
