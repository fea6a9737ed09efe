import type { Problem } from "./arguments";
import { nearestName } from "./nearest-name";

/**
 * Problems of names that nothing reads. The local runtime evaluates programs without a type check, and a
 * mistyped name would leave its default in force unseen.
 * @param path in front of the name, with its dot; empty for a component's own arguments
 */
export function* unknownNameProblems(
  path: string,
  given: object,
  known: Readonly<Record<string, true>>,
): Iterable<Problem> {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    const names = Object.keys(known);
    const nearest = nearestName(name, names);
    yield `${path}${name} is unknown: ${nearest === undefined ? `there are ${names.join(", ")}.` : `did you mean ${nearest}?`}`;
  }
}

/** Problem of a value that is one of a few texts. */
export function choiceProblem(path: string, value: unknown, choices: readonly string[]): Problem {
  if (value === undefined || choices.some((choice) => choice === value)) return undefined;
  const quoted = choices.map((choice) => `"${choice}"`).join(" or ");
  return `${path} is ${JSON.stringify(value)}: it must be ${quoted}.`;
}
