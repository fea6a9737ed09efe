import * as pulumi from "@pulumi/pulumi";

/**
 * A sentence that says what is wrong with an argument and how to mend it; undefined when nothing
 * is.
 */
export type Problem = string | undefined;

/** The one way a component refuses an argument: printed against its URN, without a stack trace. */
export function invalidArgument(problem: string, component: pulumi.Resource): pulumi.ResourceError {
  return new pulumi.ResourceError(problem, component, /* hideStack */ true);
}

/** Throws the first problem. Called right after `super`, before the first child. */
export function refuse(problems: Iterable<Problem>, component: pulumi.Resource): void {
  for (const problem of problems) {
    if (problem !== undefined) throw invalidArgument(problem, component);
  }
}

/** Problem of a number that has to be whole and within limits. */
export function integerProblem(
  path: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number },
): Problem {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return undefined;
  return `${path} is ${value}: it must be a whole number from ${range.min} to ${range.max}.`;
}
