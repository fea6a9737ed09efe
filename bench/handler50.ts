import { calibratorText, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { evaluate } from "./support/recording.ts";
import { writeReferenceProgram } from "./support/reference-program.ts";
import { fixed, interleave, summarize } from "./support/sampling.ts";

const ROUTES = 50;
const LIMIT = 0.03;

/** What one more callback handler costs: 50 routes with callbacks over the same routes with a fixed text. */
export async function measure(): Promise<readonly Line[]> {
  const write = (callbacks: number) =>
    writeReferenceProgram(`handler50-${callbacks}`, { routes: ROUTES, callbacks });
  const [plain, serialised] = [write(0), write(ROUTES)];
  const taken = await interleave({
    plain: () => evaluate(plain),
    serialised: () => evaluate(serialised),
    loadSdk,
  });
  const extra = summarize(
    taken.serialised.map(({ wallMs }, at) => (wallMs - (taken.plain[at]?.wallMs ?? 0)) / ROUTES),
  );
  const sdk = summarize(taken.loadSdk);
  const ratio = extra.median / sdk.median;
  return [
    {
      name: "handler50",
      figure: `${fixed(extra.median)} ms a handler [${fixed(extra.min)}..${fixed(extra.max)}]`,
      calibrator: calibratorText("U", sdk),
      ratio: `${ratio.toFixed(3)} U`,
      target: `≤ ${LIMIT} U`,
      verdict: judge(ratio <= LIMIT),
      remark: "unbundled; the first handler's extra cost is shared among all",
    },
  ];
}
