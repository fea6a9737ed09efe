import type { Recording } from "./graph.ts";

/** Tells the child to evaluate its program now. */
export interface EvaluateMessage {
  readonly project: string;
  readonly stack: string;
  /** Directory or file of the program. */
  readonly main: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** What the evaluation before this one loaded: a child that waits can load it ahead of time. */
export interface Footprint {
  /** Source files of the program. */
  readonly files: readonly string[];
  /** Modules of Pulumi's own packages, in the order they were loaded. */
  readonly modules: readonly string[];
}

/** To the child. */
export type Order =
  | { readonly kind: "warm"; readonly footprint: Footprint }
  | {
      readonly kind: "evaluate";
      readonly message: EvaluateMessage;
      /** Whether the parent knows addresses that stand for APIs. */
      readonly knowsAddresses: boolean;
    }
  | { readonly kind: "address"; readonly urn: string; readonly address: string };

/** Why an evaluation failed. */
export interface Failure {
  /** What to print. */
  readonly text: string;
  /** A second evaluation, with stack traces, would say more. */
  readonly wantsStack: boolean;
}

/** From the child: a question which address stands for an API, or its last word. */
export type Report =
  | { readonly kind: "addressOf"; readonly urn: string }
  | { readonly kind: "recorded"; readonly recording: Recording; readonly footprint: Footprint }
  | { readonly kind: "failed"; readonly failure: Failure; readonly footprint: Footprint };
