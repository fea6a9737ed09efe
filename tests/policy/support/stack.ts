import { Graph } from "../../../policy/graph.ts";
import type { ResourceFacts } from "../../../policy/resource.ts";
import {
  isList,
  isObject,
  type Path,
  type Properties,
  type Value,
} from "../../../policy/values.ts";

/** The resources of a stack, in the order they were made. */
export type Stack = readonly ResourceFacts[];

/** One mistake, or one other way to be right. */
export type Change = (stack: Stack) => Stack;

const urnOf = (type: string, name: string): string => `urn:pulumi:test::shop::${type}::${name}`;

/**
 * @param edges resources that properties point at, each as `[type, name]`
 */
export function resource(
  type: string,
  name: string,
  props: Properties = {},
  edges: Readonly<Record<string, readonly [type: string, name: string]>> = {},
): ResourceFacts {
  const urns = Object.entries(edges).map(
    ([property, target]) => [property, [urnOf(...target)]] as const,
  );
  return {
    urn: urnOf(type, name),
    type,
    name,
    parent: undefined,
    props,
    dependencies: urns.flatMap(([, targets]) => targets),
    propertyDependencies: Object.fromEntries(urns),
    options: { protect: false, ignoreChanges: [] },
    tellsSecrets: true,
  };
}

/** Sets properties of one resource by path; undefined takes one away. */
export function set(name: string, values: Readonly<Record<string, Value | undefined>>): Change {
  return changed(name, (facts) => ({
    ...facts,
    props: Object.entries(values).reduce(
      (props, [path, value]) => withValue(props, path, value) as Properties,
      facts.props,
    ),
  }));
}

/** Changes anything of one resource. */
export function changed(name: string, change: (facts: ResourceFacts) => ResourceFacts): Change {
  return (stack) => {
    if (!stack.some((facts) => facts.name === name)) throw new Error(`no resource "${name}"`);
    return stack.map((facts) => (facts.name === name ? change(facts) : facts));
  };
}

export function add(...resources: readonly ResourceFacts[]): Change {
  return (stack) => [...stack, ...resources];
}

export function remove(name: string): Change {
  return (stack) => stack.filter((facts) => facts.name !== name);
}

export function removeAll(type: string): Change {
  return (stack) => stack.filter((facts) => facts.type !== type);
}

/** Several changes, one after the other. */
export function all(...changes: readonly Change[]): Change {
  return (stack) => changes.reduce((before, change) => change(before), stack);
}

export const graphOf = (stack: Stack): Graph => new Graph(stack);

/** The same value with one place changed; what is missing on the way is made. */
export function withValue(
  root: Value | undefined,
  path: Path,
  value: Value | undefined,
): Value | undefined {
  const [step, ...rest] = typeof path === "string" ? stepsOf(path) : path;
  if (step === undefined) return value;
  if (isList(root) || (root === undefined && /^\d+$/.test(String(step)))) {
    const list = [...(isList(root) ? root : [])];
    list[Number(step)] = withValue(list[Number(step)], rest, value) ?? null;
    return list;
  }
  const { [step]: member, ...others } = isObject(root) ? root : {};
  const next = withValue(member, rest, value);
  return next === undefined ? others : { ...others, [step]: next };
}

function stepsOf(path: string): readonly string[] {
  return path.replace(/\[(\d+)\]/g, ".$1").split(".");
}
