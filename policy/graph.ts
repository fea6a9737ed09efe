import { Resource, type ResourceFacts, type Unjudged } from "./resource.ts";
import { isList, isObject, type Value } from "./values.ts";

/** The resources of a stack, and how they hang together. */
export class Graph {
  readonly #byType = new Map<string, ResourceFacts[]>();
  readonly #byUrn: ReadonlyMap<string, ResourceFacts>;
  /** What was asked before, by property and type: many policies ask the same of a large stack. */
  readonly #targets = new Map<string, Map<ResourceFacts, readonly ResourceFacts[]>>();
  readonly #sources = new Map<string, Map<ResourceFacts, ResourceFacts[]>>();

  constructor(resources: readonly ResourceFacts[]) {
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      const same = this.#byType.get(resource.type);
      if (same) same.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
  }

  ofType(type: string): readonly ResourceFacts[] {
    return this.#byType.get(type) ?? [];
  }

  /** See {@link Neighbours.targets}. */
  targetsOf(from: ResourceFacts, property: string, type: string): readonly ResourceFacts[] {
    const asked = remembered(this.#targets, `${property} ${type}`, () => new Map());
    return remembered(asked, from, () => {
      const edges = from.propertyDependencies[property] ?? [];
      const linked = [...new Set(edges)].flatMap((urn) => this.#byUrn.get(urn) ?? []);
      const found = linked.filter((target) => target.type === type);
      return found.length > 0 ? found : this.ofType(type).filter(standsIn(from.props[property]));
    });
  }

  /** See {@link Neighbours.sources}. */
  sourcesOf(to: ResourceFacts, type: string, property: string): readonly ResourceFacts[] {
    const key = `${type} ${property} ${to.type}`;
    const byTarget = remembered(this.#sources, key, () => {
      const made = new Map<ResourceFacts, ResourceFacts[]>();
      for (const source of this.ofType(type)) {
        for (const target of this.targetsOf(source, property, to.type)) {
          remembered(made, target, () => []).push(source);
        }
      }
      return made;
    });
    return byTarget.get(to) ?? [];
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
   * the value is unknown, else by their ARN, id or name standing in its text. (The engine tells no ids, the recorder does.)
   */
  targets(from: Resource, property: string, type: string): readonly Resource[] {
    return this.#graph.targetsOf(from.facts, property, type).map((facts) => this.#open(facts));
  }

  /** The resources of the type whose property points at this one. */
  sources(to: Resource, type: string, property: string): readonly Resource[] {
    return this.#graph.sourcesOf(to.facts, type, property).map((facts) => this.#open(facts));
  }

  #open(facts: ResourceFacts): Resource {
    return new Resource(facts, this.#unjudged);
  }
}

/** A name stands for a resource only as the whole text: names are ordinary words. */
function standsIn(value: Value | undefined): (facts: ResourceFacts) => boolean {
  const texts = textsOf(value);
  return ({ props: { id, arn, name } }) =>
    texts.some((text) => text === name || [id, arn].some((key) => holds(text, key)));
}

/** Whether the key stands in the text by itself: `orders` does in `table/orders`, not in `orders-old`. */
function holds(text: string, key: Value | undefined): boolean {
  if (typeof key !== "string" || key === "") return false;
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const around = `${text[at - 1] ?? ""} ${text[at + key.length] ?? ""}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}

/** The value of the key; made where there is none yet. */
function remembered<K, V>(values: Map<K, V>, key: K, make: () => V): V {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}

function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}
