import { badRequest, type CreationError } from "../../program/creation-error.ts";
import { members, type Resource } from "../../program/graph.ts";

const limits = { count: 100, nameLength: 64, valueLength: 512 };

/**
 * The variables of a stage; the object has no prototype.
 * @throws CreationError for names, values and numbers that AWS refuses (H147)
 */
export function readStageVariables(stage: Resource): Readonly<Record<string, string>> {
  const given = Object.entries(members(stage.inputs["stageVariables"]));
  if (given.length > limits.count) {
    throw refuse(stage, `stageVariables has ${given.length} entries`, "a stage takes at most 100.");
  }
  const variables = Object.create(null) as Record<string, string>;
  for (const [name, value] of given) {
    if (value === null) continue;
    const text = String(value);
    if (!/^\w+$/.test(name) || name.length > limits.nameLength) {
      const rule = "a name has up to 64 letters, digits and underscores.";
      throw refuse(stage, `stageVariables["${name}"]`, rule);
    }
    if (!/^[\w.~:/?#&=,-]+$/.test(text) || text.length > limits.valueLength) {
      const rule = "a value has 1 to 512 letters, digits and characters of -._~:/?#&=,";
      throw refuse(stage, `stageVariables["${name}"] "${text}"`, rule);
    }
    variables[name] = text;
  }
  return variables;
}

function refuse(stage: Resource, value: string, text: string): CreationError {
  const fix = "Pass what does not fit as an environment variable of the function.";
  return badRequest(stage, { value, text, fix });
}
