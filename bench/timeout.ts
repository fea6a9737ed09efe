import { join } from "node:path";
import { type Line, judge } from "./support/line.ts";
import { interleave, milliseconds, summarize } from "./support/sampling.ts";
import { resultOf, run } from "./support/run.ts";
import type { Ended } from "./support/timeout-loop.ts";

const LOOP = join(import.meta.dirname, "support", "timeout-loop.ts");
const LIMIT = { lateMs: 10, backMs: 50 };

/** A function that never ends: how long after its timeout it is ended, and how long until the next event is answered. */
export async function measure(): Promise<readonly Line[]> {
  const taken = await interleave({ loops: () => ended("loops"), hangs: () => ended("hangs") });
  return Object.entries(taken).map(([how, samples]) => {
    const late = summarize(samples.map(({ lateMs }) => lateMs));
    const back = summarize(samples.map(({ backMs }) => backMs));
    return {
      name: `timeout, ${how}`,
      figure: `late by ${milliseconds(late)}, back after ${milliseconds(back)}`,
      target: `≤ ${LIMIT.lateMs} ms, ≤ ${LIMIT.backMs} ms`,
      verdict: judge(late.median <= LIMIT.lateMs && back.median <= LIMIT.backMs),
    };
  });
}

async function ended(how: "loops" | "hangs"): Promise<Ended> {
  return resultOf<Ended>(await run([LOOP, how]));
}
