import { CreationError } from "../../program/creation-error.ts";
import { type Graph, members, type Resource, text, texts } from "../../program/graph.ts";
import { USER_POOL_CLIENT } from "../../program/types.ts";
import type { UserPool } from "../pool.ts";
import type { PoolContext } from "../service.ts";
import type { ProviderType } from "../tables/identity-providers.ts";
import { isStoodIn } from "./addresses.ts";
import { isProviderType } from "./provider-types.ts";
import { providerProblem, type ProviderWish } from "./provider-rules.ts";

const PROVIDER = "aws:cognito/identityProvider:IdentityProvider";

/**
 * Holds the graph's providers, and the clients that name them, against what AWS makes.
 * @throws CreationError naming the resource
 */
export function checkProviders(graph: Graph, pools: readonly UserPool[]): void {
  for (const pool of pools) {
    const resources = graph.where(PROVIDER, "userPoolId", pool.id);
    for (const resource of resources) refuseUnmakeable(pool, resource);
    const names = ["COGNITO", ...resources.map((resource) => wishOf(resource).name)];
    for (const client of graph.where(USER_POOL_CLIENT, "userPoolId", pool.id)) {
      const listed = texts(client.inputs["supportedIdentityProviders"]);
      const unknown = listed.find((name) => !names.includes(name));
      if (unknown !== undefined) throw unknownProvider(pool, client, unknown);
    }
  }
}

function refuseUnmakeable(pool: UserPool, resource: Resource): void {
  const problem = providerProblem(pool, wishOf(resource));
  if (!problem) return;
  throw new CreationError(resource, {
    code: "InvalidParameterException",
    ...problem,
    fix: "Correct the provider's arguments.",
  });
}

// C277
function unknownProvider(pool: UserPool, client: Resource, name: string): CreationError {
  return new CreationError(client, {
    code: "InvalidParameterException",
    value: `supportedIdentityProviders ${name}`,
    text: `The provider ${name} does not exist for User Pool ${pool.id}.`,
    fix: "Make an aws.cognito.IdentityProvider of this name, or leave it out.",
  });
}

/**
 * Makes the pool's providers what the graph says. One that was changed through the JSON API stays as it is until the
 * graph itself says something else.
 */
export function seedProviders({ service, pool }: PoolContext, graph: Graph): void {
  const { providers } = service.store;
  const resources = graph.where(PROVIDER, "userPoolId", pool.id);
  const names = resources.map((resource) => {
    const { type, ...wish } = wishOf(resource);
    const seed = JSON.stringify({ type, ...wish });
    const known = providers.byName(pool.id, wish.name);
    const now = service.clock.now();
    if (known?.seed !== seed) {
      const created = known?.created ?? now;
      const kind = type as ProviderType; // checked when the graph was taken over
      providers.save({ ...wish, type: kind, pool: pool.id, created, modified: now, seed });
    }
    return wish.name;
  });
  for (const { name, seed } of providers.ofPool(pool.id)) {
    if (seed !== null && !names.includes(name)) providers.remove(pool.id, name);
  }
}

/** Which providers the stand-in answers for: those that are not on this machine (F34). */
export function providerRemarks(graph: Graph): readonly string[] {
  return graph.ofType(PROVIDER).flatMap((resource) => {
    const { name, type, details } = wishOf(resource);
    return isProviderType(type) && isStoodIn({ type, details })
      ? [`identity provider ${name}: a stand-in page at the pool's origin answers for it`]
      : [];
  });
}

function wishOf({ inputs }: Resource): ProviderWish {
  return {
    name: text(inputs["providerName"]) ?? "",
    type: text(inputs["providerType"]) ?? "",
    details: textsByName(members(inputs["providerDetails"])),
    mapping: textsByName(members(inputs["attributeMapping"])),
    identifiers: texts(inputs["idpIdentifiers"]),
  };
}

function textsByName(properties: Resource["inputs"]): { readonly [name: string]: string } {
  const pairs = Object.entries(properties).filter(([, value]) => value !== null);
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}
