import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { calibratorText, compare, loadSdk } from "./support/calibrators.ts";
import { type Line, judge, notMeasured } from "./support/line.ts";
import { ROOT } from "./support/places.ts";
import { run } from "./support/run.ts";
import { interleave, milliseconds, summarize } from "./support/sampling.ts";

/** Where `tests/typecheck.mjs` keeps what the compilations found. */
const KEPT = join(ROOT, "node_modules", ".cache", "secure-api", "typecheck");

/**
 * The commands of `npm run typecheck`, one after another, without npm's own time: with nothing kept of earlier checks,
 * and again with nothing changed since.
 */
export async function measure(): Promise<readonly Line[]> {
  const commands = typecheckCommands();
  for (const args of commands) {
    const fault = await run(args).then(
      () => undefined,
      (error: unknown) => String((error as Error).message).slice(0, 160),
    );
    if (fault !== undefined) return [notMeasured("typecheck", fault)];
  }
  const again = async (): Promise<number> => {
    let total = 0;
    for (const args of commands) total += (await run(args)).wallMs;
    return total;
  };
  const check = (): Promise<number> => {
    rmSync(KEPT, { recursive: true, force: true });
    return again();
  };
  const taken = await interleave({ check, again, loadSdk });
  const wall = summarize(taken.check);
  const repeated = summarize(taken.again);
  const sdk = summarize(taken.loadSdk);
  const { ratio, isMet } = compare(wall, sdk, "U", 2);
  const calibrator = calibratorText("U", sdk);
  return [
    {
      name: "typecheck",
      figure: milliseconds(wall),
      calibrator,
      ratio,
      target: "≤ 2 U",
      verdict: judge(isMet),
      remark: "three compilations at once, nothing kept of earlier ones",
    },
    {
      name: "typecheck, again",
      figure: milliseconds(repeated),
      calibrator,
      ratio: compare(repeated, sdk, "U", 2).ratio,
      verdict: "printed",
      remark: "nothing has changed since",
    },
  ];
}

/** Arguments of Node, one list a command. */
function typecheckCommands(): string[][] {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: { typecheck: string };
  };
  return manifest.scripts.typecheck.split(" && ").map((command) => {
    const [node, ...args] = command.split(" ");
    if (node !== "node") throw new Error(`"${command}" does not start with node.`);
    return args;
  });
}
