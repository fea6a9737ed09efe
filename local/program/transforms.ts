import type { Monitor, RegisterRequest, Transform, Wire } from "./monitor.ts";
import type { PulumiSdk } from "./record-options.ts";

/** Applies what programs register as `transforms`, as the engine does: the resource's own, its ancestors', the stack's. */
export class Transforms {
  readonly #runtime: Pick<PulumiSdk["runtime"], "deserializeProperties" | "serializeProperties">;
  readonly #monitor: Monitor;
  readonly #byUrn = new Map<string, readonly Transform[]>();
  readonly #stackTokens: string[] = [];

  constructor(pulumi: PulumiSdk, monitor: Monitor) {
    this.#runtime = pulumi.runtime;
    this.#monitor = monitor;
  }

  /** A transform of every resource from now on. */
  addToStack(token: string): void {
    this.#stackTokens.push(token);
  }

  /** The properties after all transforms; those of `urn` hold for its children too. */
  async apply(request: RegisterRequest, urn: string, props: Wire): Promise<Wire> {
    const own = (request.getTransformsList?.() ?? []).map((callback) => callback.getToken());
    const inherited = this.#byUrn.get(request.getParent()) ?? [];
    const inForce = [...this.#functions(own), ...inherited];
    if (inForce.length > 0) this.#byUrn.set(urn, inForce);
    const all = [...inForce, ...this.#functions(this.#stackTokens)];
    if (all.length === 0) return props;

    let current: Wire = this.#runtime.deserializeProperties(fakeStruct(props));
    for (const transform of all) {
      const args = {
        custom: request.getCustom?.() ?? true,
        type: request.getType(),
        name: request.getName(),
        props: current,
        opts: {},
      };
      current = (await transform(args))?.props ?? current;
    }
    return this.#runtime.serializeProperties(urn, current);
  }

  #functions(tokens: readonly string[]): Transform[] {
    const known = this.#monitor.transformCallbacks;
    return tokens.flatMap((token) => known?.get(token) ?? []);
  }
}

/** The SDK reads nothing but this of a structure. */
function fakeStruct(props: Wire): Parameters<PulumiSdk["runtime"]["deserializeProperties"]>[0] {
  return { toJavaScript: () => props } as ReturnType<typeof fakeStruct>;
}
