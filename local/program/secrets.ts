import type { Properties, Resource, Value } from "./graph.ts";

/** Stands in the place of a secret wherever a recording is shown. */
export const SECRET_TEXT = "[secret]";

/** A copy of `inputs` or `outputs` in which every secret is {@link SECRET_TEXT}. */
export function hideSecrets(
  properties: Properties,
  at: "inputs" | "outputs",
  secrets: readonly string[],
): Properties {
  const hidden = new Set(secrets);
  return copy(properties, at, hidden) as Properties;
}

/** A resource's inputs as they may be shown. */
export function shownInputs({ inputs, secrets }: Resource): Properties {
  return hideSecrets(inputs, "inputs", secrets);
}

function copy(value: Value, path: string, hidden: ReadonlySet<string>): Value {
  if (hidden.has(path)) return SECRET_TEXT;
  if (Array.isArray(value)) return value.map((item, i) => copy(item, `${path}/${i}`, hidden));
  if (value === null || typeof value !== "object") return value;
  const result: Record<string, Value> = {};
  for (const [name, member] of Object.entries(value)) {
    result[name] = copy(member, `${path}/${name}`, hidden);
  }
  return result;
}
