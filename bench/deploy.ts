import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { deploy } from "../tests/engine/support/deployer.ts";
import type { Ended } from "../tests/engine/support/engine.ts";
import { deployedStack, type TestStack } from "../tests/engine/support/stacks.ts";
import { type Line, judge, notMeasured } from "./support/line.ts";
import { ROOT } from "./support/places.ts";
import { run } from "./support/run.ts";
import { fixed, interleave, milliseconds, summarize } from "./support/sampling.ts";

const LIMIT = 1.1;
const COMMANDS = ["preview", "up"] as const;

/**
 * `npm run deploy -- preview` and `up` beside the plain CLI's on the same deployed stack, on the real engine with the
 * stand-in provider, without npm's own time. The CLI's `up` previews first, as ours does; its command has no review.
 * Types are not checked on either side, and compiled code is kept: the warm-up round fills the caches. The plain CLI runs
 * the program as it does by itself, ours with the runner made lean (`local/program/lean-runner.ts`).
 */
export async function measure(): Promise<readonly Line[]> {
  if (spawnSync("pulumi", ["version"]).error) return [notMeasured("deploy", "no pulumi on PATH")];
  const stack = await deployedStack();
  const lines: Line[] = [];
  for (const command of COMMANDS) lines.push(...(await compareWith(stack, command)));
  return lines;
}

async function compareWith(stack: TestStack, command: (typeof COMMANDS)[number]) {
  const confirmed = command === "up" ? ["--yes"] : [];
  const taken = await interleave({
    ours: () => timed(() => deploy(stack, [command])),
    plain: () => timed(() => stack.pulumi([command, ...confirmed])),
    review: () => timedReview(stack),
  });
  const [ours, plain] = [summarize(taken.ours), summarize(taken.plain)];
  const byHand = summarize(taken.plain.map((ms, at) => ms + (taken.review[at] ?? 0)));
  const ratio = ours.median / plain.median;
  return [
    {
      name: `deploy, ${command}`,
      figure: milliseconds(ours),
      calibrator: `CLI ${milliseconds(plain)}`,
      ratio: `${fixed(ratio)} of it`,
      target: `≤ ${LIMIT} of it`,
      verdict: judge(ratio <= LIMIT),
      remark: "routes and policies are reviewed meanwhile",
    },
    {
      name: `deploy, ${command}`,
      figure: milliseconds(ours),
      calibrator: `CLI and reviews ${milliseconds(byHand)}`,
      ratio: `${fixed(ours.median / byHand.median)} of it`,
      verdict: "printed",
      remark: "the same by hand, one after another",
    },
  ] as const satisfies readonly Line[];
}

async function timed(operate: () => Promise<Ended>): Promise<number> {
  const began = performance.now();
  const { status, output } = await operate();
  if (status !== 0) throw new Error(output.slice(-2_000));
  return performance.now() - began;
}

/** The commands of the review, without npm's own time. */
async function timedReview({ place }: TestStack): Promise<number> {
  const program = ["--program", place.program];
  const routes = await run([join(ROOT, "local", "review", "run.mjs"), "routes", ...program]);
  const policy = await run([join(ROOT, "policy", "start.mjs"), ...program]);
  return routes.wallMs + policy.wallMs;
}
