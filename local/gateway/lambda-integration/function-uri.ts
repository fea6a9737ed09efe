import type { Graph, Resource } from "../../program/graph.ts";
import { FUNCTION } from "../../program/types.ts";

/** The function that an integration or an authorizer names. */
export interface FunctionTarget {
  readonly function: Resource;
  /** Alias or version. */
  readonly qualifier: string | undefined;
}

/**
 * Finds the function of a URI: its ARN or its invoke ARN, either with an alias or version.
 * @param stageVariables what `${stageVariables.NAME}` in the URI stands for (H277)
 * @returns undefined when the program has no such function
 */
export function findFunction(
  graph: Graph,
  uri: string,
  stageVariables: Readonly<Record<string, string>>,
): FunctionTarget | undefined {
  const { arn, qualifier } = readFunctionUri(fillStageVariables(uri, stageVariables));
  const found = graph.ofType(FUNCTION).find((resource) => resource.outputs["arn"] === arn);
  return found && { function: found, qualifier };
}

/** A URI with the values of `${stageVariables.NAME}` in it; one that the stage has not is empty (H277). */
export function fillStageVariables(
  uri: string,
  stageVariables: Readonly<Record<string, string>>,
): string {
  return uri.replace(stageVariable, (_, name: string) => stageVariables[name] ?? "");
}

/** Names of the stage variables in a URI (H277). */
export function stageVariablesOf(uri: string): readonly string[] {
  return [...uri.matchAll(stageVariable)].map(([, name = ""]) => name);
}

const stageVariable = /\$\{stageVariables\.(\w+)\}/g;

function readFunctionUri(uri: string): { arn: string; qualifier: string | undefined } {
  const full = /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
  const parts = full.split(":");
  return { arn: parts.slice(0, 7).join(":"), qualifier: parts[7] };
}
