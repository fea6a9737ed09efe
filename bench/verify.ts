import { join } from "node:path";
import { compare, calibratorText } from "./support/calibrators.ts";
import { type Line, judge } from "./support/line.ts";
import { interleave, milliseconds, summarize } from "./support/sampling.ts";
import { resultOf, run } from "./support/run.ts";

const LOOP = join(import.meta.dirname, "support", "verify-loop.ts");

/** One verification in the gateway without its cache, one at a time, over one `crypto.verify` with the claims looked at. */
export async function measure(): Promise<readonly Line[]> {
  const taken = await interleave({ gateway: () => loop("gateway"), crypto: () => loop("crypto") });
  const gateway = summarize(taken.gateway);
  const crypto = summarize(taken.crypto);
  const { ratio, isMet } = compare(gateway, crypto, "V", 1.15);
  return [
    {
      name: "verify",
      figure: milliseconds(gateway),
      calibrator: calibratorText("V", crypto),
      ratio,
      target: "≤ 1.15 V",
      verdict: judge(isMet),
    },
  ];
}

/** Milliseconds of one verification. */
async function loop(kind: string): Promise<number> {
  return resultOf<number>(await run([LOOP, kind])) / 1000;
}
