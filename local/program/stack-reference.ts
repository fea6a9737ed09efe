import type { Attributes } from "./aws/registration.ts";
import { ProgramError } from "./failure.ts";
import type { Properties } from "./graph.ts";

/**
 * The outputs of another stack. That stack is not on this machine, so they come from the
 * configuration: `stack:NAME` holds them as an object.
 * @throws {ProgramError} when the configuration has none
 */
export async function stackReference(
  inputs: Properties,
  config: Readonly<Record<string, string>>,
): Promise<Attributes> {
  const name = String(inputs["name"] ?? "");
  const text = config[`stack:${name}`];
  if (text === undefined) {
    throw new ProgramError(
      `StackReference "${name}": the outputs of another stack are not known on this machine. ` +
        `Give those that the program reads: --config 'stack:${name}={"output":"value"}'`,
    );
  }
  return { id: name, outputs: { name, outputs: parse(name, text), secretOutputNames: [] } };
}

function parse(name: string, text: string): Properties {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Properties;
  throw new ProgramError(
    `Configuration "stack:${name}" must be an object of outputs, such as {"output":"value"}.`,
  );
}
