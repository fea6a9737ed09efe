/**
 * What is used of the SDK's mock monitor and its messages. They are protobuf, and private to the
 * SDK: only the members that are read here are named, and newer ones are optional.
 */

/** A structure on Pulumi's wire, as JSON with special values still marked. */
export type Wire = Record<string, unknown>;

type Struct = { toJavaScript(): Wire } | undefined;

/** Asks to register or to read a resource. */
export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  /** `URN::ID` of an explicit provider, else empty. */
  getProvider(): string;
  getDependenciesList(): string[];
  getId?(): string;
  getImportid?(): string;
  getCustom?(): boolean;
  getObject?(): Struct;
  getProperties?(): Struct;
  getPropertydependenciesMap?(): {
    forEach(each: (dependencies: { getUrnsList(): string[] }, property: string) => void): void;
  };
  getProtect?(): boolean | undefined;
  getRetainondelete?(): boolean | undefined;
  getIgnorechangesList?(): string[];
  getAdditionalsecretoutputsList?(): string[];
  getTransformsList?(): { getToken(): string }[];
}

/** Tells the outputs of a component or of the stack. */
export interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct;
}

/** How the SDK is answered. */
export type Callback = (error: unknown, response?: unknown) => void;

/** The engine's side of the SDK's conversation. */
export interface Monitor {
  readonly resources: Map<string, { urn: string; id: string; state: object }>;
  /** Functions that were given as `transforms`, by token. */
  readonly transformCallbacks?: Map<string, Transform>;
  registerResource(request: RegisterRequest, callback: Callback): void;
  readResource(request: RegisterRequest, callback: Callback): void;
  registerResourceOutputs(request: OutputsRequest, callback: Callback): void;
  registerStackTransform(request: { getToken(): string }, callback: Callback): void;
  registerResourceHook?(request: unknown, callback: Callback): void;
  registerErrorHook?(request: unknown, callback: Callback): void;
}

/** A function of `transforms`: properties in, other properties or nothing out. */
export type Transform = (args: {
  readonly custom: boolean;
  readonly type: string;
  readonly name: string;
  readonly props: Wire;
  readonly opts: object;
}) => Promise<{ readonly props: Wire } | undefined> | { readonly props: Wire } | undefined;

/** What the SDK reads of an answer to a registration, without a protobuf message around it. */
export function registered(urn: string, id: string, state: object) {
  return {
    getUrn: () => urn,
    getId: () => id,
    getObject: () => ({ toJavaScript: () => state }),
    getProperties: () => ({ toJavaScript: () => state }),
    getPropertydependenciesMap: () => undefined,
    getResult: () => 0,
    getUnknown: () => false,
  };
}
