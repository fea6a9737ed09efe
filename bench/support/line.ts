/** One printed line: what was measured, beside what it is compared with. */
export interface Line {
  /** The bar's name; further lines of the same bar say what they add. */
  readonly name: string;
  /** For instance `1.09 s [1.02..1.15]`. */
  readonly figure: string;
  /** The calibrator's sign and value in this run. */
  readonly calibrator?: string;
  readonly ratio?: string;
  readonly target?: string;
  readonly verdict: Verdict;
  /** What a reader has to know to read the figure: work done beforehand, samples, limits. */
  readonly remark?: string;
}

/** `printed` is for figures without a target. */
export type Verdict =
  "ok" | "not ok" | "printed" | `not measured: ${string}` | `crashed: ${string}`;

export function judge(isMet: boolean): Verdict {
  return isMet ? "ok" : "not ok";
}

/** A line for cases of which all have to hold. @param failed what the ones that do not are called */
export function lineOfCounts(
  name: string,
  count: number,
  failed: readonly string[],
  remark: string,
): Line {
  return {
    name,
    figure: `${count - failed.length} of ${count}`,
    target: String(count),
    verdict: judge(failed.length === 0),
    remark: [...failed, remark].join("; "),
  };
}

/** A line for a bar that could not be measured here. */
export function notMeasured(name: string, reason: string): Line {
  return { name, figure: "–", verdict: `not measured: ${reason}` };
}

/** The line as printed. */
export function textOf(line: Line): string {
  const { name, figure, calibrator, ratio, target, verdict, remark } = line;
  const compared = [calibrator, ratio && `= ${ratio}`, target && `target ${target}`];
  const parts = [name.padEnd(20), figure, ...compared.filter(Boolean), verdict];
  return parts.join(" | ") + (remark ? ` | ${remark}` : "");
}
