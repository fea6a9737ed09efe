import { type Graph, type Resource, text } from "../../program/graph.ts";
import {
  RESOURCE_SERVER,
  USER_GROUP,
  USER_POOL,
  USER_POOL_CLIENT,
  USER_POOL_DOMAIN,
} from "../../program/types.ts";
import { readSchema } from "../attributes/schema.ts";
import { invalidParameter, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { readPools } from "../pool.ts";
import { checkAttributes, checkScopes } from "./client-rules.ts";
import { checkOnlyDomain, isCustomDomain } from "./domain-rules.ts";
import { creating, refusalOf } from "../../json-api/refused-creation.ts";
import { checkUsers } from "./program-users.ts";
import { scopesOfServer } from "./resource-server-shape.ts";

/**
 * Refuses what AWS would not create beside the rest of the program: scopes and attributes that a pool has not,
 * names that are taken, users and their groups. Pools made elsewhere are not looked into.
 * @throws CreationError by the operations' rules
 */
export function checkRelations(program: Graph): void {
  for (const pool of program.ofType(USER_POOL)) {
    checkClients(program, pool);
    const ofPool = (type: string): readonly Resource[] =>
      program.where(type, "userPoolId", pool.id);
    for (const [server, name] of secondNames(ofPool(RESOURCE_SERVER), "identifier")) {
      throw refusalOf(server, invalidParameter(`${name} already exists in user pool ${pool.id}.`)); // C44
    }
    for (const [group] of secondNames(ofPool(USER_GROUP), "name")) {
      throw refusalOf(group, new ServiceError("GroupExistsException", TEXTS.groupTaken)); // C240
    }
  }
  for (const [domain] of secondNames(program.ofType(USER_POOL_DOMAIN), "domain")) {
    throw refusalOf(domain, invalidParameter("Domain already associated with another user pool.")); // C296
  }
  for (const pool of program.ofType(USER_POOL)) checkDomains(program, pool);
  for (const pool of readPools(program)) checkUsers(program, pool);
}

/** One prefix and one custom domain for each pool (C293). */
function checkDomains(program: Graph, pool: Resource): void {
  const domains = program.where(USER_POOL_DOMAIN, "userPoolId", pool.id);
  for (const [at, domain] of domains.entries()) {
    creating(domain, () => checkOnlyDomain(domains.slice(0, at), isCustomDomain(domain)));
  }
}

function checkClients(program: Graph, pool: Resource): void {
  const servers = program.where(RESOURCE_SERVER, "userPoolId", pool.id);
  const scopes = servers.flatMap(({ inputs }) => scopesOfServer(inputs));
  const schema = readSchema(pool.inputs["schemas"]);
  for (const client of program.where(USER_POOL_CLIENT, "userPoolId", pool.id)) {
    creating(client, () => {
      checkScopes(client.inputs, scopes);
      checkAttributes(client.inputs, schema);
    });
  }
}

/** Resources whose name an earlier one of the same Region has, with the name. */
function secondNames(
  resources: readonly Resource[],
  property: string,
): readonly (readonly [Resource, string])[] {
  const taken = new Set<string>();
  return resources.flatMap((resource) => {
    const name = text(resource.inputs[property]);
    if (name === undefined) return [];
    const key = `${resource.region} ${name}`;
    if (taken.has(key)) return [[resource, name] as const];
    taken.add(key);
    return [];
  });
}
