import { fixed, type Summary } from "./sampling.ts";
import { run } from "./run.ts";

/** A wall time in the unit of a calibrator, and whether it stays within the target. */
export function compare(figure: Summary, calibrator: Summary, sign: string, limit: number) {
  const ratio = figure.median / calibrator.median;
  return { ratio: `${fixed(ratio)} ${sign}`, isMet: ratio <= limit };
}

/** U: a process that loads the Pulumi SDK and ends. */
export async function loadSdk(): Promise<number> {
  return (await run(["-e", 'require("@pulumi/pulumi")'])).wallMs;
}

/** N: a process that does nothing. */
export async function emptyNode(): Promise<number> {
  return (await run(["-e", "0"])).wallMs;
}

export function calibratorText(sign: string, { median, min, max }: Summary): string {
  if (median >= 100) {
    return `${sign} ${fixed(median / 1e3)} s [${fixed(min / 1e3)}..${fixed(max / 1e3)}]`;
  }
  if (median < 1)
    return `${sign} ${fixed(median * 1e3)} µs [${fixed(min * 1e3)}..${fixed(max * 1e3)}]`;
  return `${sign} ${fixed(median)} ms [${fixed(min)}..${fixed(max)}]`;
}
