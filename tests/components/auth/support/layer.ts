import { AuthLayer } from "../../../../components/auth-layer";
import type { AuthLayerArgs } from "../../../../components/auth/auth-layer-args";
import type { ScopeTree } from "../../../../components/auth/api-scopes";
import type { Properties, Recording } from "../../../../local/program/graph.ts";
import { inputs, recorded, types } from "../../../support/recorded";

/** Arguments of a layer whose names are not types here. */
export type Args = AuthLayerArgs<ScopeTree>;

const good: Args = {
  signUp: "self-service",
  scopes: { orders: { read: "See orders" } },
  clients: { web: { kind: "browser", callbackUrls: ["https://a.b"] } },
};

/**
 * The resources of a layer `auth` with these arguments beside what every layer has.
 * @param change a function where an argument is an Output: those belong to one evaluation
 */
export function layerWith(change: Partial<Args> | (() => Partial<Args>)): Promise<Recording> {
  return recorded(() => {
    const args = { ...good, ...(typeof change === "function" ? change() : change) };
    const { domain, userImportRole } = new AuthLayer("auth", args);
    return { domain, userImportRole };
  });
}

/** The inputs of such a layer's pool, those of the given names. */
export async function poolInputs(
  change: Partial<Args>,
  ...names: readonly string[]
): Promise<Properties> {
  const all = inputs(await layerWith(change), types.userPool, "auth");
  return Object.fromEntries(
    names.flatMap((name) => (name in all ? [[name, all[name]]] : [])),
  ) as Properties;
}
