import { compare, calibratorText, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { evaluate } from "./support/recording.ts";
import {
  BASE_RESOURCES,
  type ReferenceProgram,
  RESOURCES_PER_ROUTE,
  writeReferenceProgram,
} from "./support/reference-program.ts";
import { interleave, megabytes, milliseconds, summarize } from "./support/sampling.ts";

const LIMIT_MB = 180;

/**
 * Wall time and memory of evaluating the 60-resource program with 10 callback handlers. The wall is that of a whole
 * process which asks the evaluator and ends, child included; the memory is the peak of the process that evaluates.
 * The compile cache is the runtime's own, filled by the warm-up round.
 */
export async function measure(): Promise<readonly Line[]> {
  const { wall, peak, tree, sdk } = await sample({ routes: 10, callbacks: 10 });
  const { ratio, isMet } = compare(wall, sdk, "U", 2.2);
  return [
    {
      name: "eval60",
      figure: `${milliseconds(wall)}, ${megabytes(peak)}`,
      calibrator: calibratorText("U", sdk),
      ratio,
      target: `≤ 2.2 U, ≤ ${LIMIT_MB} MB`,
      verdict: judge(isMet && peak.median <= LIMIT_MB * 1e6),
      remark: `with the process that asks: ${megabytes(tree)}`,
    },
  ];
}

/** Evaluations of a reference program, interleaved with loading the SDK. @throws when its resources are not all there */
export async function sample(program: ReferenceProgram, rounds?: number) {
  const directory = writeReferenceProgram(`reference-${program.routes}`, program);
  const expected = BASE_RESOURCES + RESOURCES_PER_ROUTE * program.routes;
  const taken = await interleave({ evaluate: () => evaluate(directory), loadSdk }, rounds);
  for (const { output } of taken.evaluate) {
    if (Number(output) !== expected) throw new Error(`${output.trim()} resources, not ${expected}`);
  }
  return {
    wall: summarize(taken.evaluate.map(({ wallMs }) => wallMs)),
    peak: summarize(taken.evaluate.map(({ largest }) => largest)),
    tree: summarize(taken.evaluate.map((run) => run.tree)),
    sdk: summarize(taken.loadSdk),
  };
}
