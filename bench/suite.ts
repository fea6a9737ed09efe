import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { calibratorText, compare, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { ROOT } from "./support/places.ts";
import { writeReferenceProgram } from "./support/reference-program.ts";
import { type Run, run } from "./support/run.ts";
import { interleave, megabytes, milliseconds, summarize } from "./support/sampling.ts";

const FILES = 30;
const TESTS_PER_FILE = 10;
const LIMIT_MB = 250;

/**
 * 300 light tests in 30 files over one recording of the 60-resource program: mocha with the project's settings, and
 * the recorder that the project's own tests use. The compile cache is filled by the warm-up round.
 */
export async function measure(): Promise<readonly Line[]> {
  const directory = writeReferenceProgram("suite", { routes: 10, callbacks: 10 });
  const files = writeTests(directory);
  const taken = await interleave({ mocha: () => runMocha(files), loadSdk });
  const wall = summarize(taken.mocha.map(({ wallMs }) => wallMs));
  const peak = summarize(taken.mocha.map(({ largest }) => largest));
  const sdk = summarize(taken.loadSdk);
  const { ratio, isMet } = compare(wall, sdk, "U", 4);
  return [
    {
      name: "suite",
      figure: `${milliseconds(wall)}, ${megabytes(peak)}`,
      calibrator: calibratorText("U", sdk),
      ratio,
      target: `≤ 4 U, ≤ ${LIMIT_MB} MB`,
      verdict: judge(isMet && peak.median <= LIMIT_MB * 1e6),
    },
  ];
}

async function runMocha(files: readonly string[]): Promise<Run> {
  const mocha = join(ROOT, "node_modules", "mocha", "bin", "mocha.js");
  const finished = await run(["--max-semi-space-size=8", mocha, "--reporter", "dot", ...files], {
    compileCache: true,
  });
  const expected = `${FILES * TESTS_PER_FILE} passing`;
  if (!finished.output.includes(expected)) throw new Error(`mocha did not end with "${expected}".`);
  return finished;
}

function writeTests(directory: string): string[] {
  writeFileSync(join(directory, "program.ts"), PROGRAM);
  return Array.from({ length: FILES }, (_, index) => {
    const file = join(directory, `file-${index}.test.ts`);
    writeFileSync(file, testFile(index));
    return file;
  });
}

const PROGRAM = `import { recordedOnce } from "../../../tests/support/recorded";

export const program = recordedOnce(() => require("./index"));
`;

function testFile(index: number): string {
  const tests = Array.from(
    { length: TESTS_PER_FILE },
    (_, route) => `
  it("route ${route} takes a scope, case ${index}", async () => {
    const { inputs } = resource(await program(), types.route, "route-${route}");
    assert.deepEqual(inputs["authorizationScopes"], ["orders/read"]);
  });`,
  );
  return `import assert from "node:assert/strict";
import { resource, types } from "../../../tests/support/recorded";
import { program } from "./program";

describe("file ${index}", () => {${tests.join("\n")}
});
`;
}
