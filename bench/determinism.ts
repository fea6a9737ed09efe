import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeCorpusProgram } from "./support/corpus-program.ts";
import { installPinned } from "./support/install.ts";
import { type Line, judge, notMeasured } from "./support/line.ts";
import { emptyDirectory, ROOT } from "./support/places.ts";
import { archiveOf, FUNCTION, ofType, recordTo } from "./support/recording.ts";
import { resultOf, run } from "./support/run.ts";

const SERIALISE = join(import.meta.dirname, "support", "serialise.cjs");

/** Files of every handler of the shipped program, by function and path. */
type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Serialised text of the handlers of the shipped program and of the closures' corpus: twice by the recorder, and once
 * on each version of Node by the SDK's own mocks. All have to be the same to the byte, or a deployment would replace
 * functions that did not change.
 */
export async function measure(): Promise<readonly Line[]> {
  return [
    ...(await linesOf("determinism", ROOT)),
    ...(await linesOf("determinism corpus", writeCorpusProgram())),
  ];
}

async function linesOf(name: string, program: string): Promise<readonly Line[]> {
  const directory = emptyDirectory("determinism");
  const first = await recordedTexts(`${directory}/first.json`, program);
  const second = await recordedTexts(`${directory}/second.json`, program);
  return [
    line(`${name} runs`, first, [["second run", second]]),
    await acrossVersions(`${name} versions`, program, first).catch((error: unknown) =>
      notMeasured(`${name} versions`, String((error as Error).message).slice(0, 200)),
    ),
  ];
}

async function acrossVersions(name: string, program: string, recorded: Texts): Promise<Line> {
  const packages = await installPinned("nodes");
  const others: [string, Texts][] = [["24", await serialisedBy(process.execPath, program)]];
  for (const version of ["22", "20"]) {
    const binary = join(packages, `node-${version}`, "bin", "node");
    if (!existsSync(binary)) throw new Error(`Node ${version} has no package for this machine`);
    others.push([version, await serialisedBy(binary, program)]);
  }
  return line(name, recorded, others);
}

function line(name: string, expected: Texts, others: readonly (readonly [string, Texts])[]): Line {
  const handlers = Object.keys(expected);
  const differing = others.flatMap(([label, texts]) =>
    handlers
      .filter((handler) => JSON.stringify(texts[handler]) !== JSON.stringify(expected[handler]))
      .map((handler) => `${handler} (${label})`),
  );
  const compared = others.map(([label]) => label).join(", ");
  return {
    name,
    figure: `${differing.length} of ${handlers.length} handlers differ`,
    target: "identical",
    verdict: judge(differing.length === 0 && handlers.length > 0),
    remark: differing.length > 0 ? differing.join(", ") : `compared with ${compared}`,
  };
}

async function recordedTexts(file: string, program: string): Promise<Texts> {
  const functions = ofType(await recordTo(file, program), FUNCTION);
  return Object.fromEntries(
    functions.map((each) => [each.name, Object.fromEntries(archiveOf(each))]),
  );
}

async function serialisedBy(command: string, program: string): Promise<Texts> {
  return resultOf<Texts>(await run([SERIALISE, program], { command }));
}
