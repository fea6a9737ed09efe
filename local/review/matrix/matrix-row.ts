import type { Verdict } from "./cases.ts";

/** One request: what had to come of it, and what came. */
export interface MatrixRow {
  readonly api: string;
  readonly stage: string;
  readonly routeKey: string;
  readonly case: string;
  readonly rules: string;
  readonly expected: Verdict;
  /** The gateway's status, `passes`, or the route that took the request instead. */
  readonly actual: Verdict | number | string;
  /** `not shown`: this runtime does not serve such a route. */
  readonly result: "as expected" | "differs" | "not shown";
}

/** The whole matrix. */
export interface Matrix {
  readonly rows: readonly MatrixRow[];
  /** What it does not show. */
  readonly notes: readonly string[];
}
