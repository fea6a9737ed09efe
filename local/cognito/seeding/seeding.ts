import { type Graph, type Resource, text } from "../../program/graph.ts";
import { POOL_USER, USER_GROUP, USER_IN_GROUP } from "../../program/types.ts";
import { nameOfGroup } from "../configuration/group-shape.ts";
import { seedProviders } from "../federation/graph-providers.ts";
import { TEXTS } from "../../json-api/errors.ts";
import { findUser } from "../names.ts";
import { askAboutUsers, asksTriggers, type SeedAnswers } from "./seed-triggers.ts";
import { type SeedAnswer, seedUser } from "./seeded-users.ts";
import type { PoolContext, Service } from "../service.ts";

/**
 * Makes the function that puts the graph's users and groups into the store: the first time it is called, and again
 * after a reset. What is there already as the graph wants it is left alone, so a reload keeps what people changed.
 */
export function createSeeding(service: Service, graph: Graph): () => Promise<void> {
  let seeding: { readonly generation: number; readonly done: Promise<void> } | undefined;
  return () => {
    const { generation } = service.store;
    if (seeding?.generation !== generation) {
      const done = seed(service, graph).catch((error: unknown) => {
        seeding = undefined;
        throw error;
      });
      seeding = { generation, done };
    }
    return seeding.done;
  };
}

async function seed(service: Service, graph: Graph): Promise<void> {
  const answers = new Map<string, SeedAnswer>();
  for (const context of service.pools.map((pool) => ({ service, pool }))) {
    if (!asksTriggers(context)) continue;
    for (const [urn, answer] of await askAboutUsers(context, graph)) answers.set(urn, answer);
  }
  service.store.transaction(() => {
    for (const pool of service.pools) seedPool({ service, pool }, graph, answers);
  });
}

function seedPool(context: PoolContext, graph: Graph, answers: SeedAnswers): void {
  const { service, pool } = context;
  const { users, groups } = service.store;
  seedProviders(context, graph);
  const groupNames = graph
    .where(USER_GROUP, "userPoolId", pool.id)
    .map((group) => seedGroup(context, group));
  for (const name of groups.seededGroups(pool.id)) {
    if (!groupNames.includes(name)) groups.remove(pool.id, name);
  }
  const subs = graph
    .where(POOL_USER, "userPoolId", pool.id)
    .map((user) => seedUser(context, user, answers.get(user.urn)));
  for (const user of users.seeded(pool.id)) {
    if (!subs.includes(user.sub)) users.remove(pool.id, user.sub);
  }
  seedMemberships(context, graph);
}

function seedGroup({ service, pool }: PoolContext, resource: Resource): string {
  const { inputs } = resource;
  const name = nameOfGroup(resource);
  const now = service.clock.now();
  const known = service.store.groups.byName(pool.id, name);
  service.store.groups.save(
    {
      pool: pool.id,
      name,
      description: text(inputs["description"]) ?? null,
      precedence: typeof inputs["precedence"] === "number" ? inputs["precedence"] : null,
      role: text(inputs["roleArn"]) ?? null,
      created: known?.created ?? now,
      modified: now,
    },
    true,
  );
  return name;
}

function seedMemberships(context: PoolContext, graph: Graph): void {
  const { service, pool } = context;
  const { groups } = service.store;
  const wanted = graph
    .where(USER_IN_GROUP, "userPoolId", pool.id)
    .flatMap((membership) => memberOf(context, membership) ?? []);
  for (const { sub, group } of groups.seededMembers(pool.id)) {
    const isWanted = wanted.some((one) => one.sub === sub && one.group === group);
    if (!isWanted) groups.removeMember(pool.id, sub, group);
  }
  for (const membership of wanted) {
    groups.addMember({ pool: pool.id, ...membership, seeded: true });
  }
}

/** Who is to be in which group. Both may have come to the pool by other ways than the program; AWS looks there too (C240). */
function memberOf(
  context: PoolContext,
  { name, inputs }: Resource,
): { readonly sub: string; readonly group: string } | undefined {
  const { service, pool } = context;
  const user = findUser(context, text(inputs["username"]) ?? "");
  const group = text(inputs["groupName"]) ?? "";
  if (user && service.store.groups.byName(pool.id, group)) return { sub: user.sub, group };
  const reason = user ? TEXTS.groupUnknown : TEXTS.unknownUser;
  service.log(`membership "${name}" is not in its pool: ${reason}`);
  return undefined;
}
