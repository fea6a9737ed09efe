import { readFileSync } from "node:fs";
import { readPools, type UserPool } from "../cognito/pool.ts";
import { Graph, members, objects, type Properties, text, type Value } from "../program/graph.ts";
import { OptionError } from "../program-options.ts";

/** What the service keeps to itself, and no file has. */
const SERVICE_OWN = new Set(["sub", "identities"]);

/**
 * The pool that `aws cognito-idp describe-user-pool` printed.
 * @throws {OptionError} when the file is none of those
 */
export function describedPool(file: string): UserPool {
  const description = members(parse(file)["UserPool"]);
  const id = text(description["Id"]);
  if (id === undefined) {
    throw new OptionError(
      `${file}: it is not what describe-user-pool prints: {"UserPool":{"Id":…}}.`,
    );
  }
  const resource = {
    urn: id,
    type: "aws:cognito/userPool:UserPool",
    name: text(description["Name"]) ?? id,
    id,
    parent: null,
    dependsOn: [],
    region: id.slice(0, id.indexOf("_")),
    inputs: inputsOf(description),
    outputs: {},
    secrets: [],
  };
  const recording = { project: "described", stack: "aws", resources: [resource], outputs: {} };
  const [pool] = readPools(new Graph(recording));
  if (!pool) throw new Error("A graph with a pool has none.");
  return pool;
}

function parse(file: string): Properties {
  try {
    return members(JSON.parse(readFileSync(file, "utf8")) as Value);
  } catch (error) {
    throw new OptionError(`${file}: ${(error as Error).message}`);
  }
}

/** The provider's inputs have the service's names with a small first letter, but for the schema. */
function inputsOf(description: Properties): Properties {
  const schemas = objects(description["SchemaAttributes"])
    .map((attribute) => camelCased(attribute) as Properties)
    .filter(({ name }) => !SERVICE_OWN.has(text(name) ?? ""));
  return { ...(camelCased(description) as Properties), schemas };
}

function camelCased(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => camelCased(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      camelCased(inner as Value),
    ]),
  );
}
