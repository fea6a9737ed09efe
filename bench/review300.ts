import { join } from "node:path";
import { calibratorText, compare, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { ROOT } from "./support/places.ts";
import { evaluate } from "./support/recording.ts";
import { writeReferenceProgram } from "./support/reference-program.ts";
import { resultOf, type Run, run } from "./support/run.ts";
import { interleave, milliseconds, summarize } from "./support/sampling.ts";

const ROUTES = 300;
const START = join(ROOT, "policy", "start.mjs");

/**
 * `npm run policy` without npm on the 300-route program, less an evaluation of the same program in the same round:
 * what recording for the review, the pipe and the policies cost. The program is refused, so every policy has much to
 * say; npm itself and its check of the installation are not in it.
 */
export async function measure(): Promise<readonly Line[]> {
  const directory = writeReferenceProgram("review300", { routes: ROUTES, callbacks: ROUTES });
  const taken = await interleave({
    evaluate: () => evaluate(directory),
    review: () => reviewed(directory),
    loadSdk,
  });
  const beyond = taken.review.map(({ wallMs }, round) => {
    return wallMs - (taken.evaluate[round]?.wallMs ?? Number.NaN);
  });
  const wall = summarize(beyond);
  const sdk = summarize(taken.loadSdk);
  const { ratio, isMet } = compare(wall, sdk, "U", 6);
  const whole = summarize(taken.review.map(({ wallMs }) => wallMs));
  return [
    {
      name: "review300",
      figure: milliseconds(wall),
      calibrator: calibratorText("U", sdk),
      ratio,
      target: "≤ 6 U",
      verdict: judge(isMet),
      remark: `with the evaluation: ${milliseconds(whole)}`,
    },
  ];
}

/** One review. @throws when the program was not judged whole */
async function reviewed(directory: string): Promise<Run> {
  const args = [START, "--program", directory, "--json"];
  const done = await run(args, { compileCache: true, status: 1 });
  const { violations } = resultOf<{ violations: readonly { policy: string }[] }>(done);
  const found = violations.filter(({ policy }) => policy === "integ-timeout").length;
  if (found !== ROUTES) throw new Error(`${found} of ${ROUTES} routes were judged.`);
  return done;
}
