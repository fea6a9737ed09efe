import { calibratorText, compare } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { interleave, milliseconds, summarize } from "./support/sampling.ts";
import { BARE_SERVER, SERVE_RECORDING, withServer } from "./support/server-process.ts";
import { PUBLIC_PATH, recordServed } from "./support/served-program.ts";

/**
 * Process start to the first answered request on a public route, graph already recorded: event, worker and answer
 * are part of it, making the pool's keys is not (they are made beside it). State in memory; the compile cache is the
 * runtime's own, filled by the warm-up round. The bare server has no such cache.
 */
export async function measure(): Promise<readonly Line[]> {
  const file = await recordServed("startup", 10);
  const taken = await interleave({
    ours: () => firstAnswer([...SERVE_RECORDING, file], true),
    bare: () => firstAnswer([BARE_SERVER, "{}"], false),
  });
  const ours = summarize(taken.ours);
  const bare = summarize(taken.bare);
  const { ratio, isMet } = compare(ours, bare, "B", 3);
  return [
    {
      name: "startup",
      figure: milliseconds(ours),
      calibrator: calibratorText("B", bare),
      ratio,
      target: "≤ 3 B",
      verdict: judge(isMet),
    },
  ];
}

function firstAnswer(args: readonly string[], compileCache: boolean): Promise<number> {
  return withServer<{ url: string }, number>(
    args,
    async ({ ready, beganAt }) => {
      const answer = await fetch(ready.url + PUBLIC_PATH);
      const tookMs = performance.now() - beganAt;
      if (answer.status !== 200) throw new Error(`${PUBLIC_PATH} answered ${answer.status}.`);
      await answer.arrayBuffer();
      return tookMs;
    },
    { compileCache },
  );
}
