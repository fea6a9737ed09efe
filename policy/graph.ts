import { Resource, type ResourceFacts, type Unjudged } from "./resource.ts";
import { isList, isObject, type Value } from "./values.ts";

/** The resources of a stack, and how they hang together. */
export class Graph {
  readonly resources: readonly ResourceFacts[];
  readonly #byType = new Map<string, ResourceFacts[]>();

  constructor(resources: readonly ResourceFacts[]) {
    this.resources = resources;
    for (const resource of resources) {
      const same = this.#byType.get(resource.type);
      if (same) same.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
  }

  ofType(type: string): readonly ResourceFacts[] {
    return this.#byType.get(type) ?? [];
  }
}

/** The graph as one check reads it. */
export class Neighbours {
  readonly #graph: Graph;
  readonly #unjudged: Unjudged[];

  /** @param unjudged gathers the values that were passed over */
  constructor(graph: Graph, unjudged: Unjudged[]) {
    this.#graph = graph;
    this.#unjudged = unjudged;
  }

  all(type: string): readonly Resource[] {
    return this.#graph.ofType(type).map((facts) => this.#open(facts));
  }

  /**
   * The resources of the type that a property points at: by the dependency that came through it, which holds while
   * the value is unknown, else by their ARN or id standing in its text. (The engine tells no ids, the recorder does.)
   */
  targets(from: Resource, property: string, type: string): readonly Resource[] {
    const { props, propertyDependencies } = from.facts;
    const edges = new Set(propertyDependencies[property]);
    const candidates = this.#graph.ofType(type);
    const linked = candidates.filter(({ urn }) => edges.has(urn));
    const found = linked.length > 0 ? linked : candidates.filter(standsIn(props[property]));
    return found.map((facts) => this.#open(facts));
  }

  /** The resources of the type whose property points at this one. */
  sources(to: Resource, type: string, property: string): readonly Resource[] {
    return this.all(type).filter((source) =>
      this.targets(source, property, to.facts.type).some(({ facts }) => facts === to.facts),
    );
  }

  #open(facts: ResourceFacts): Resource {
    return new Resource(facts, this.#unjudged);
  }
}

function standsIn(value: Value | undefined): (facts: ResourceFacts) => boolean {
  const texts = textsOf(value);
  return ({ props: { id, arn } }) =>
    [id, arn].some(
      (key) => typeof key === "string" && key !== "" && texts.some((text) => text.includes(key)),
    );
}

function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}
