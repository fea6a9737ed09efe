import type { ResourceFacts } from "./resource.ts";
import { CONFIGURATION } from "./types.ts";
import { isList, isObject, type Properties, SECRET, UNKNOWN, type Value } from "./values.ts";

/** What is read of the recorder's document (`local/review/graph-document.ts`). */
export interface GraphDocument {
  readonly project: string;
  readonly stack: string;
  /** Full keys (`project:key`). */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  readonly resources: readonly DocumentResource[];
}

interface DocumentResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string | null;
  readonly dependsOn: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly options: { readonly protect?: true; readonly ignoreChanges?: readonly string[] };
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Paths such as `inputs/environment/variables/TOKEN`. */
  readonly secrets: readonly string[];
}

/** Stands where an output would: in an ARN, an address, a JSON text. */
const UNRESOLVED = /^(?!.*\n)(.*[/:"])?undefined([/:".].*)?$/;

/** Characters of a resource's policy. */
const LONGEST_POLICY = 20_480;

/** A document that is none. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}

/** @throws {DocumentError} */
export function parseDocument(text: string): GraphDocument {
  const document = parsed(text);
  if (!isObject(document) || !isList(document["resources"])) {
    throw new DocumentError(
      "Standard input holds no recorded graph. It takes what `node local/review/run.mjs graph` prints.",
    );
  }
  return document as unknown as GraphDocument;
}

/** Everything that policies judge: the resources, and the configuration as one more. */
export function allFactsOf(document: GraphDocument): readonly ResourceFacts[] {
  return [...document.resources.map(factsOf), configurationFacts(document)];
}

function configurationFacts({
  project,
  stack,
  config,
  secretKeys = [],
}: GraphDocument): ResourceFacts {
  const secrets = new Set(secretKeys);
  const values = Object.entries(config).map(
    ([key, value]) => [key, secrets.has(key) ? SECRET : value] as const,
  );
  return {
    urn: `urn:pulumi:${stack}::${project}::${CONFIGURATION}::${project}-${stack}`,
    type: CONFIGURATION,
    name: `${project}-${stack}`,
    parent: undefined,
    props: Object.fromEntries(values),
    dependencies: [],
    propertyDependencies: {},
    options: { protect: false, ignoreChanges: [] },
    tellsSecrets: true,
  };
}

/** The recorded resource as policies read it. */
function factsOf(resource: DocumentResource): ResourceFacts {
  const { urn, type, name, id, parent, dependsOn, propertyDependencies, options } = resource;
  const secrets = new Set(resource.secrets);
  const inputs = withUnknown(
    marked(resource.inputs, "inputs", secrets) as Properties,
    propertyDependencies,
  );
  const outputs = marked(resource.outputs, "outputs", secrets) as Properties;
  return {
    urn,
    type,
    name,
    parent: parent ?? undefined,
    props: { ...(id === "" ? {} : { id }), ...outputs, ...inputs },
    dependencies: dependsOn,
    propertyDependencies,
    options: {
      protect: options.protect === true,
      ignoreChanges: options.ignoreChanges ?? [],
    },
    tellsSecrets: true,
  };
}

/**
 * The same with texts unknown that the recorder could not put together: of a resource that it does not model it has no
 * outputs, and what a program makes of them holds the word "undefined" in their place.
 */
function withUnknown(
  inputs: Properties,
  dependencies: DocumentResource["propertyDependencies"],
): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      (dependencies[name] ?? []).length > 0 ? unknownIn(value) : value,
    ]),
  );
}

function unknownIn(value: Value): Value {
  if (typeof value === "string") return isUnresolved(value) ? UNKNOWN : value;
  if (isList(value)) return value.map(unknownIn);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unknownIn(one)]));
}

/** Code is full of the word, and longer than any policy, or has more than one line. */
function isUnresolved(text: string): boolean {
  return text.length <= LONGEST_POLICY && UNRESOLVED.test(text);
}

function marked(value: Value, path: string, secrets: ReadonlySet<string>): Value {
  if (secrets.has(path)) return SECRET;
  if (isList(value)) return value.map((member, i) => marked(member, `${path}/${i}`, secrets));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      marked(member, `${path}/${name}`, secrets),
    ]),
  );
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
