import { join } from "node:path";
import { calibratorText, compare, emptyNode, loadSdk } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { ROOT, START_OPTIONS } from "./support/places.ts";
import { run } from "./support/run.ts";
import { fixed, interleave, milliseconds, summarize } from "./support/sampling.ts";
import { startServer } from "./support/server-process.ts";

const START = join(ROOT, "local", "start.mjs");
const ARGS = ["--json", "--port", "0", "--auth-port", "0", "--control-port", "0"];
const LOAD = join(import.meta.dirname, "support", "load-sdk.ts");

/** The command line of the runtime on free ports, with state in memory. */
export function startArguments(...more: readonly string[]): readonly string[] {
  return [...START_OPTIONS, START, ...ARGS, "--state", "memory", ...more];
}

/**
 * Process start of the runtime to its ready line, with the shipped program. The compile cache is warm, as on any
 * start but the first. The second line says how much of it is loading `@pulumi/*` in the recorder's way.
 */
export async function measure(): Promise<readonly Line[]> {
  const taken = await interleave({ start, loadSdk, loadModules, emptyNode });
  const ready = summarize(taken.start);
  const sdk = summarize(taken.loadSdk);
  const modules = summarize(taken.loadModules.map((ms, at) => ms - (taken.emptyNode[at] ?? 0)));
  const { ratio, isMet } = compare(ready, sdk, "U", 2.9);
  const share = Math.round((100 * modules.median) / ready.median);
  return [
    {
      name: "startup-program",
      figure: milliseconds(ready),
      calibrator: calibratorText("U", sdk),
      ratio,
      target: "≤ 2.9 U",
      verdict: judge(isMet),
    },
    {
      name: "startup-program, SDK",
      figure: `${milliseconds(modules)}, ${share} % of it`,
      calibrator: calibratorText("U", sdk),
      ratio: `${fixed(modules.median / sdk.median)} U`,
      verdict: "printed",
      remark: "the SDK and five sub-modules of aws, beyond an empty process",
    },
  ];
}

async function start(): Promise<number> {
  const server = await startServer<{ ready: true }>(startArguments("--no-watch"));
  const tookMs = performance.now() - server.beganAt;
  await server.stop();
  return tookMs;
}

async function loadModules(): Promise<number> {
  return (await run([LOAD], { compileCache: true })).wallMs;
}
