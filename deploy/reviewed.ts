import type { EngineEvent, Stack } from "./automation.ts";
import { announcedChanges, type Change } from "./changes.ts";
import { expiryRefusals, lossRefusals } from "./losses.ts";
import { policyRefusals, type Review, type ReviewOptions } from "./review.ts";
import { operate, type Target, withStack } from "./stack.ts";

/** A deployment before it is made. */
export interface Reviewed {
  readonly stack: string;
  readonly changes: readonly Change[];
  readonly review: Review;
  /** Why it must not be made; empty where nothing speaks against it. */
  readonly refusals: readonly string[];
  /** The project's stacks, where this one is none of them yet. */
  readonly otherStacks?: readonly string[];
}

/** What is reviewed, and which losses are accepted: URNs that may be replaced or removed. */
export interface PreviewOptions extends ReviewOptions {
  readonly allowReplace: readonly string[];
}

/**
 * Lets the engine preview the stack while the review's commands read the program.
 * @param reviewing the review, which may have begun before
 * @returns the engine's events as well: what is checked before an update is in them
 */
export async function previewStack(
  stack: Stack,
  target: Target,
  options: PreviewOptions,
  reviewing: Promise<Review>,
): Promise<Reviewed & { readonly events: readonly EngineEvent[] }> {
  const [previewed, reviewed] = await Promise.allSettled([
    withStack(target, stack, () =>
      operate(target, stack, (asked, engine) => asked.preview(engine)),
    ),
    reviewing,
  ]);
  // A program that throws fails both; the engine names the stack's own configuration.
  if (previewed.status === "rejected") throw previewed.reason;
  if (reviewed.status === "rejected") throw reviewed.reason;
  const changes = announcedChanges(previewed.value);
  return {
    stack: target.stack,
    changes,
    review: reviewed.value,
    refusals: [
      ...lossRefusals(changes, options.allowReplace),
      ...expiryRefusals(previewed.value),
      ...policyRefusals(reviewed.value),
    ],
    events: previewed.value,
  };
}
