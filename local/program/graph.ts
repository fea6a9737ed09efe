/** A recorded property: JSON, with archives and assets in the form of {@link ArchiveValue}. */
export type Value =
  string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Recorded properties by name. */
export type Properties = { readonly [name: string]: Value };

/** One file of an archive: its text, or where it lies on this machine. */
export type ArchiveEntry =
  { readonly text: string } | { readonly file: string } | { readonly directory: string };

/** A recorded `pulumi.asset.Archive`, by path inside the archive. */
export interface ArchiveValue {
  readonly archive: { readonly [path: string]: ArchiveEntry };
}

/** What the program asked of the engine for one resource. */
export interface ResourceOptions {
  readonly protect?: true;
  readonly retainOnDelete?: true;
  /** Property paths. */
  readonly ignoreChanges?: readonly string[];
}

/** A resource as the program registered it, with what AWS would have computed filled in. */
export interface Resource {
  readonly urn: string;
  /** Pulumi type token, for instance `aws:cognito/userPool:UserPool`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Physical id; empty for components. */
  readonly id: string;
  /** URN of the parent, null for the stack itself. */
  readonly parent: string | null;
  /** URNs, explicit and through properties, sorted. */
  readonly dependsOn: readonly string[];
  /** URNs by the input that they came through. @default none */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** Absent where the program asked for nothing. */
  readonly options?: ResourceOptions;
  /** Region that the resource lives in. */
  readonly region: string;
  /** In clear, secrets included; never print them, see {@link Resource.secrets}. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Where secrets stand: paths such as `inputs/environment/variables/TOKEN`. */
  readonly secrets: readonly string[];
}

/** What one evaluation of a program gave. Plain data: it crosses a process boundary as JSON. */
export interface Recording {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly Resource[];
  /** The stack's outputs; secrets among them are `"[secret]"` already. */
  readonly outputs: Properties;
}

/** Typed questions about a recording. Built once per evaluation, never changed. */
export class Graph {
  readonly recording: Recording;
  readonly #byUrn = new Map<string, Resource>();
  readonly #byType = new Map<string, Resource[]>();

  constructor(recording: Recording) {
    this.recording = recording;
    for (const resource of recording.resources) {
      this.#byUrn.set(resource.urn, resource);
      const sameType = this.#byType.get(resource.type);
      if (sameType) sameType.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
  }

  /** Every resource of the type, in order of registration. */
  ofType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  byUrn(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  /** The resource of the type with this physical id. */
  byId(type: string, id: Value | undefined): Resource | undefined {
    return this.ofType(type).find((resource) => resource.id === id);
  }

  /** The resources of the type whose input `property` equals `value`. */
  where(type: string, property: string, value: Value): readonly Resource[] {
    return this.ofType(type).filter((resource) => resource.inputs[property] === value);
  }

  /** URNs of everything that the resource depends on, directly or through others. */
  dependencies(resource: Resource): ReadonlySet<string> {
    const found = new Set(resource.dependsOn);
    // A set's iterator also visits what is added on the way.
    for (const urn of found) {
      for (const further of this.#byUrn.get(urn)?.dependsOn ?? []) found.add(further);
    }
    return found;
  }
}

/** The value if it is a text, else undefined. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list; an absent list is empty. */
export function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The objects of a list; an absent list is empty. */
export function objects(value: Value | undefined): readonly Properties[] {
  return Array.isArray(value) ? value.map((item: Value) => members(item)) : [];
}

/** The members of an object; an absent object is empty. A list of one object counts as that object. */
export function members(value: Value | undefined): Properties {
  const one = Array.isArray(value) ? value[0] : value;
  return one !== null && typeof one === "object" && !Array.isArray(one) ? (one as Properties) : {};
}
