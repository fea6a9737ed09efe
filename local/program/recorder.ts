import { computeAttributes } from "./aws-attributes.ts";
import { decodeProperties, mergeOutputs } from "./decode.ts";
import type { Properties, Recording, Resource, ResourceOptions } from "./graph.ts";
import {
  type Callback,
  type Monitor,
  type OutputsRequest,
  registered,
  type RegisterRequest,
  type Wire,
} from "./monitor.ts";
import type { RecordOptions } from "./record-options.ts";
import { hideSecrets } from "./secrets.ts";
import { stackReference } from "./stack-reference.ts";
import type { Transforms } from "./transforms.ts";

const STACK = "pulumi:pulumi:Stack";
const STACK_REFERENCE = "pulumi:pulumi:StackReference";

interface RecorderOptions extends Pick<RecordOptions, "project" | "stack" | "addressOf"> {
  readonly config: Readonly<Record<string, string>>;
  /** The stack's region. */
  readonly region: string;
  readonly transforms: Transforms;
}

/** Takes the engine's place: names and numbers every resource, and keeps it. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #urns = new Set<string>();
  readonly #resources = new Map<string, Resource>();
  #isClosed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** The mock monitor's own answers would drop parents, dependencies and the places of secrets. */
  attach(monitor: Monitor): void {
    const answer = (request: RegisterRequest, props: Wire, callback: Callback): void => {
      this.#register(request, props).then(
        ({ resource: { urn, id }, state }) => {
          monitor.resources.set(urn, { urn, id, state });
          callback(null, registered(urn, id, state));
        },
        (error: unknown) => callback(error),
      );
    };
    monitor.registerResource = (request, callback) =>
      answer(request, request.getObject?.()?.toJavaScript() ?? {}, callback);
    monitor.readResource = (request, callback) =>
      answer(request, request.getProperties?.()?.toJavaScript() ?? {}, callback);
    monitor.registerResourceOutputs = (request, callback) => {
      this.#complete(request);
      callback(null, {});
    };
    monitor.registerStackTransform = (request, callback) => {
      this.#options.transforms.addToStack(request.getToken());
      callback(null, {});
    };
    // Hooks run around real operations, and here there are none.
    monitor.registerResourceHook = (_, callback) => callback(null, {});
    monitor.registerErrorHook = (_, callback) => callback(null, {});
  }

  /** What still comes is of a program that has failed, and nobody's business. */
  close(): void {
    this.#isClosed = true;
  }

  /** The provider's region, else the stack's. @param provider its `URN::ID`; empty for the default one */
  regionOf(provider: string): string {
    const providerUrn = provider.slice(0, provider.lastIndexOf("::"));
    const region = this.#resources.get(providerUrn)?.inputs["region"];
    return typeof region === "string" ? region : this.#options.region;
  }

  recording(): Recording {
    const { project, stack } = this.#options;
    const resources = [...this.#resources.values()];
    const root = resources.find(({ type }) => type === STACK);
    const outputs = root ? hideSecrets(root.outputs, "outputs", root.secrets) : {};
    return { project, stack, resources, outputs };
  }

  async #register(request: RegisterRequest, given: Wire) {
    const urn = this.#reserve(request);
    const raw = await this.#options.transforms.apply(request, urn, given);
    const inputs = decodeProperties(raw, "inputs");
    const own = inputs.value["region"];
    const region = typeof own === "string" ? own : this.regionOf(request.getProvider());
    const { id, outputs } = await this.#attributes(request, urn, region, inputs.value);
    const secretOutputs = request.getAdditionalsecretoutputsList?.() ?? [];
    const merged = mergeOutputs(raw, inputs, outputs, secretOutputs);
    const resource: Resource = {
      urn,
      type: request.getType(),
      name: request.getName(),
      id,
      parent: request.getParent() || null,
      ...dependenciesOf(request),
      ...optionsOf(request),
      region,
      inputs: inputs.value,
      outputs: merged.outputs,
      secrets: [...inputs.secrets, ...merged.secrets],
    };
    this.#resources.set(urn, resource);
    return { resource, state: merged.state };
  }

  #attributes(request: RegisterRequest, urn: string, region: string, inputs: Properties) {
    const { config, addressOf } = this.#options;
    if (request.getType() === STACK_REFERENCE) return stackReference(inputs, config);
    const registration = {
      type: request.getType(),
      name: request.getName(),
      urn,
      region,
      inputs,
      givenId: request.getId?.() || request.getImportid?.() || undefined,
      find: (type: string, id: string) => this.#find(type, id),
      addressOf,
    };
    return computeAttributes(registration, request.getCustom?.() === false);
  }

  /** A component, or the stack, has told its outputs. */
  #complete(request: OutputsRequest): void {
    const resource = this.#resources.get(request.getUrn());
    if (!resource) return;
    const outputs = decodeProperties(request.getOutputs()?.toJavaScript() ?? {}, "outputs");
    this.#resources.set(resource.urn, {
      ...resource,
      outputs: { ...resource.outputs, ...outputs.value },
      secrets: [...new Set([...resource.secrets, ...outputs.secrets])],
    });
  }

  /** The resource's URN as the engine spells it: the types of all ancestors but the stack, joined by `$`. */
  #reserve(request: RegisterRequest): string {
    if (this.#isClosed) throw new Error("The program has ended.");
    const { project, stack } = this.#options;
    const type = request.getType();
    const parentType = request.getParent().split("::")[2];
    const isTop = parentType === undefined || parentType === STACK;
    const qualified = isTop ? type : `${parentType}$${type}`;
    const urn = `urn:pulumi:${stack}::${project}::${qualified}::${request.getName()}`;
    if (this.#urns.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.#urns.add(urn);
    return urn;
  }

  #find(type: string, id: string): Resource | undefined {
    for (const resource of this.#resources.values()) {
      if (resource.id === id && resource.type === type) return resource;
    }
    return undefined;
  }
}

function dependenciesOf(
  request: RegisterRequest,
): Pick<Resource, "dependsOn" | "propertyDependencies"> {
  const urns = new Set(request.getDependenciesList());
  const byProperty: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap?.().forEach((dependencies, property) => {
    const through = dependencies.getUrnsList();
    if (through.length > 0) byProperty[property] = [...through].sort();
    for (const urn of through) urns.add(urn);
  });
  const dependsOn = [...urns].sort();
  return isEmpty(byProperty) ? { dependsOn } : { dependsOn, propertyDependencies: byProperty };
}

function optionsOf(request: RegisterRequest): Pick<Resource, "options"> {
  const ignoreChanges = request.getIgnorechangesList?.() ?? [];
  const options: ResourceOptions = {
    ...(request.getProtect?.() ? { protect: true } : {}),
    ...(request.getRetainondelete?.() ? { retainOnDelete: true } : {}),
    ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}),
  };
  return isEmpty(options) ? {} : { options };
}

const isEmpty = (object: object): boolean => Object.keys(object).length === 0;
