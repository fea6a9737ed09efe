import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { calibratorText, compare, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import {
  BASE_RESOURCES,
  RESOURCES_PER_ROUTE,
  writeReferenceProgram,
} from "./support/reference-program.ts";
import { run } from "./support/run.ts";
import { fixed, interleave, milliseconds, summarize } from "./support/sampling.ts";

const EVALUATIONS = 30;
const ROUTES = 10;

/** The 60-resource program evaluated anew 30 times in one process, as test files do it that want a stack of their own. */
export async function measure(): Promise<readonly Line[]> {
  const directory = writeReferenceProgram("fresh30", { routes: ROUTES, callbacks: ROUTES });
  writeFileSync(join(directory, "loop.ts"), LOOP);
  const take = () => evaluateAgain(join(directory, "loop.ts"));
  const taken = await interleave({ evaluations: take, loadSdk });
  const wall = summarize(taken.evaluations);
  const sdk = summarize(taken.loadSdk);
  const { ratio, isMet } = compare(wall, sdk, "U", 13);
  return [
    {
      name: "fresh30",
      figure: `${milliseconds(wall)}, ${fixed(wall.median / EVALUATIONS)} ms each with the start`,
      calibrator: calibratorText("U", sdk),
      ratio,
      target: "≤ 13 U",
      verdict: judge(isMet),
    },
  ];
}

async function evaluateAgain(file: string): Promise<number> {
  const register = ["-r", "ts-node/register/transpile-only"];
  const { wallMs, output } = await run([...register, file], { compileCache: true });
  const expected = BASE_RESOURCES + RESOURCES_PER_ROUTE * ROUTES;
  const counts = output.trim().split(/\s+/).map(Number);
  if (counts.length !== EVALUATIONS || counts.some((count) => count !== expected)) {
    throw new Error(`Not ${EVALUATIONS} times ${expected} resources: ${output.slice(0, 200)}`);
  }
  return wallMs;
}

const LOOP = `import { recorded } from "../../../tests/support/recorded";

async function main(): Promise<void> {
  for (let evaluation = 0; evaluation < ${EVALUATIONS}; evaluation += 1) {
    const { resources } = await recorded(() => {
      delete require.cache[require.resolve("./index")];
      return require("./index");
    });
    console.log(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack").length);
  }
}

void main();
`;
