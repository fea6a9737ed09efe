import { type Line, judge, notMeasured } from "./support/line.ts";
import { fixed } from "./support/sampling.ts";
import { run } from "./support/run.ts";

const LIMIT_SECONDS = 60;

/** Wall time of `npm test`, everything, after installing. One run: its target is absolute and far away. */
export async function measure(): Promise<readonly Line[]> {
  try {
    const { wallMs, output } = await run(["test"], { command: "npm" });
    const passing = /\d+ passing/.exec(output)?.[0] ?? "no count";
    return [
      {
        name: "test",
        figure: `${fixed(wallMs / 1000)} s, ${passing}`,
        target: `< ${LIMIT_SECONDS} s`,
        verdict: judge(wallMs < LIMIT_SECONDS * 1000),
        remark: "one run",
      },
    ];
  } catch (error) {
    const failing = /\d+ failing/.exec(String((error as Error).message))?.[0] ?? "it fails";
    return [notMeasured("test", failing)];
  }
}
