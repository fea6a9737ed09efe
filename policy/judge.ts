import { type Graph, Neighbours } from "./graph.ts";
import {
  CannotJudge,
  type Finding,
  Resource,
  type ResourceFacts,
  type Unjudged,
  WrongType,
} from "./resource.ts";
import type { Context, Rule, Waiver } from "./rule.ts";
import { pathText } from "./values.ts";

/** What a policy says of one resource. */
export interface Verdict {
  readonly applies: boolean;
  readonly findings: readonly Finding[];
  readonly waivers: readonly Waiver[];
  /** Values that decide and cannot be judged now. */
  readonly unjudged: readonly Unjudged[];
  /** The policy itself failed: never a pass. */
  readonly failure: string | undefined;
}

/** Judges one resource by one policy. Never throws, whatever the resource holds. */
export function judge(rule: Rule, facts: ResourceFacts, graph: Graph, context: Context): Verdict {
  const findings: Finding[] = [];
  const waivers: Waiver[] = [];
  const unjudged: Unjudged[] = [];
  let failure: string | undefined;
  // A policy of which that cannot be told finds nothing, and has not passed.
  let applies: boolean | undefined;

  const ask = (question: () => void): void => {
    try {
      question();
    } catch (error) {
      if (error instanceof CannotJudge) unjudged.push(error.unjudged);
      else if (error instanceof WrongType) findings.push(error.finding);
      else failure ??= String(error);
    }
  };
  const resource = new Resource(facts, unjudged);
  // Only rules of the whole stack ask for the others.
  const stackContext = { ...context, stack: new Neighbours(graph, unjudged) };
  ask(() => void (applies = rule.applies?.(resource, stackContext) ?? true));
  for (const check of applies ? rule.checks : []) {
    ask(() => {
      // What is found before a check ends stays found.
      for (const answer of check(resource, stackContext)) {
        if (answer.kind === "waiver") waivers.push(answer);
        else findings.push(answer);
      }
    });
  }
  return { applies: applies ?? true, findings, waivers, unjudged: unique(unjudged), failure };
}

/** Several checks may ask for the same value. */
function unique(unjudged: readonly Unjudged[]): readonly Unjudged[] {
  return [...new Map(unjudged.map((one) => [pathText(one.path), one])).values()];
}
