import { join } from "node:path";
import { calibratorText, compare } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { interleave, milliseconds, summarize } from "./support/sampling.ts";
import { resultOf, run } from "./support/run.ts";
import { recordServed } from "./support/served-program.ts";

const LOOP = join(import.meta.dirname, "support", "invoke-loop.ts");
const CASES = [
  { name: "invoke", limit: 1.6 },
  { name: "invoke, 16 queued", limit: 1.8 },
];

/** Event to a function's worker and its answer back, over an empty worker that echoes the same event. */
export async function measure(): Promise<readonly Line[]> {
  const file = await recordServed("invoke", 1);
  const taken = await interleave({ ours: () => loop(file), echo: () => loop("echo") });
  return CASES.map(({ name, limit }, at) => {
    const [ours, echo] = [taken.ours, taken.echo].map((samples) =>
      summarize(samples.map((sample) => (sample[at] ?? Number.NaN) / 1000)),
    ) as [ReturnType<typeof summarize>, ReturnType<typeof summarize>];
    const { ratio, isMet } = compare(ours, echo, "W", limit);
    return {
      name,
      figure: milliseconds(ours),
      calibrator: calibratorText("W", echo),
      ratio,
      target: `≤ ${limit} W`,
      verdict: judge(isMet),
    };
  });
}

/** Microseconds of one event: one at a time, and with 16 in flight. */
async function loop(what: string): Promise<readonly number[]> {
  return resultOf<readonly number[]>(await run([LOOP, what]));
}
