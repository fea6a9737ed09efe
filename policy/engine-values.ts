import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { ResourceFacts } from "./resource.ts";
import { type Properties, UNKNOWN, type Value } from "./values.ts";

/** The resource that the engine asks about, as policies read it. */
export function factsOfArgs(args: ResourceValidationArgs): ResourceFacts {
  const { urn, type, name, opts } = args;
  return {
    urn,
    type,
    name,
    parent: opts.parent,
    props: propertiesOf(args.props),
    dependencies: [],
    propertyDependencies: {},
    options: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
  };
}

/** The same for one of a stack's resources. */
export function factsOfResource(resource: PolicyResource): ResourceFacts {
  const { urn, type, name, opts, parent } = resource;
  const edges = Object.entries(resource.propertyDependencies).map(
    ([property, targets]) => [property, targets.map((target) => target.urn)] as const,
  );
  return {
    urn,
    type,
    name,
    parent: parent?.urn,
    props: propertiesOf(resource.props),
    dependencies: resource.dependencies.map((target) => target.urn),
    propertyDependencies: Object.fromEntries(edges),
    options: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
  };
}

/**
 * Copies properties out of the SDK's proxies, which throw where a value is unknown. Nothing else throws there: they
 * hold JSON, assets and archives.
 */
function propertiesOf(props: Readonly<Record<string, unknown>>): Properties {
  const copy: Record<string, Value> = {};
  for (const name of Object.keys(props)) copy[name] = read(() => props[name]);
  return copy;
}

function read(get: () => unknown): Value {
  let value: unknown;
  try {
    value = get();
  } catch {
    return UNKNOWN;
  }
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return Array.from({ length: list.length }, (_, index) => read(() => list[index]));
  }
  if (typeof value === "object") return propertiesOf(value as Readonly<Record<string, unknown>>);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}
