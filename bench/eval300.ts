import { sample } from "./eval60.ts";
import { calibratorText, compare } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { megabytes, milliseconds } from "./support/sampling.ts";

const LIMIT_MB = 800;

/** As `eval60`, with 300 routes: 1,510 resources. */
export async function measure(): Promise<readonly Line[]> {
  const { wall, peak, sdk } = await sample({ routes: 300, callbacks: 300 });
  const { ratio, isMet } = compare(wall, sdk, "U", 13);
  return [
    {
      name: "eval300",
      figure: `${milliseconds(wall)}, ${megabytes(peak)}`,
      calibrator: calibratorText("U", sdk),
      ratio,
      target: `≤ 13 U, ≤ ${LIMIT_MB} MB`,
      verdict: judge(isMet && peak.median <= LIMIT_MB * 1e6),
    },
  ];
}
