import { sample } from "./eval60.ts";
import { calibratorText } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { BASE_RESOURCES, RESOURCES_PER_ROUTE } from "./support/reference-program.ts";
import { fixed } from "./support/sampling.ts";

const LIMIT = 0.0024;
const LIMIT_MB = 0.22;
const [FEW, MANY] = [10, 300];
const EXTRA = RESOURCES_PER_ROUTE * (MANY - FEW);

/** What one more resource costs: the reference program with 1,510 resources over the one with 60, functions of fixed text. */
export async function measure(): Promise<readonly Line[]> {
  const small = await sample({ routes: FEW, callbacks: 0 });
  const large = await sample({ routes: MANY, callbacks: 0 });
  const wall = (large.wall.median - small.wall.median) / EXTRA;
  const peak = (large.peak.median - small.peak.median) / EXTRA / 1e6;
  const ratio = wall / large.sdk.median;
  return [
    {
      name: "slope",
      figure: `${fixed(wall)} ms, ${fixed(peak)} MB a resource, ${BASE_RESOURCES + RESOURCES_PER_ROUTE * FEW} to ${BASE_RESOURCES + RESOURCES_PER_ROUTE * MANY}`,
      calibrator: calibratorText("U", large.sdk),
      ratio: `${ratio.toFixed(4)} U`,
      target: `≤ ${LIMIT} U, ≤ ${LIMIT_MB} MB`,
      verdict: judge(ratio <= LIMIT && peak <= LIMIT_MB),
    },
  ];
}
