/** How a check ended: `skipped` was not reached, or has nothing to decide. */
export type Mark = "passed" | "refused" | "skipped";

/** One check of a request, or a part of one. */
export interface Check {
  readonly name: string;
  readonly mark: Mark;
  /** Rules of AWS's behaviour that decide it. */
  readonly rules: string;
  readonly says: string;
}

/** One step of the gateway's pipeline. */
export interface Step extends Check {
  /** What it consists of, in order. */
  readonly parts: readonly Check[];
}

/** A step that was not reached, or has nothing to decide. */
export function skipped(name: string): Step {
  return step(name, "skipped", "", "");
}

/** A step; most have no parts. */
export function step(
  name: string,
  mark: Mark,
  rules: string,
  says: string,
  parts: readonly Check[] = [],
): Step {
  return { name, mark, rules, says, parts };
}
