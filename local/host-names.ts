import { readDomainNames } from "./gateway/domain-names.ts";
import { type Graph, type Resource, text } from "./program/graph.ts";
import { API, IDENTITY_POOL, USER_POOL, USER_POOL_DOMAIN } from "./program/types.ts";

/**
 * What has an origin for sign-in, besides the APIs' own: every user pool. A graph with identity pools and no user pool
 * has one for those (design.md 5.2).
 */
export function signInOrigins(graph: Graph): readonly Resource[] {
  const userPools = graph.ofType(USER_POOL);
  return userPools.length > 0 ? userPools : graph.ofType(IDENTITY_POOL).slice(0, 1);
}

/**
 * AWS host names that the graph stands for, each with the local origin that answers for it.
 * A regional host of several pools is answered on the first one's origin, which serves them all.
 */
export function awsHostNames(
  graph: Graph,
  originOf: (urn: string) => string,
): Record<string, string> {
  const hosts: Record<string, string> = {};
  const add = (host: string, urn: string): void => {
    hosts[host] ??= originOf(urn);
  };
  for (const pool of graph.ofType(USER_POOL)) {
    for (const host of originHosts(graph, pool)) add(host, pool.urn);
  }
  const [first] = signInOrigins(graph);
  for (const pool of graph.ofType(IDENTITY_POOL)) {
    if (first) add(`cognito-identity.${pool.region}.amazonaws.com`, first.urn);
  }
  for (const api of graph.ofType(API)) {
    add(`${api.id}.execute-api.${api.region}.amazonaws.com`, api.urn);
  }
  // H11: any API's port knows all of a domain name's mappings; a wildcard is no name that can be called.
  const [anyApi] = graph.ofType(API);
  for (const { name } of readDomainNames(graph).names) {
    if (anyApi && !name.startsWith("*")) add(name, anyApi.urn);
  }
  return hosts;
}

/** Host names of a sign-in origin: the regional APIs' and those of its pool's domains (C3, C313). */
export function originHosts(graph: Graph, pool: Resource): string[] {
  return [
    `cognito-idp.${pool.region}.amazonaws.com`,
    `cognito-identity.${pool.region}.amazonaws.com`,
    ...signInHosts(graph, pool),
  ];
}

/** Host names of a user pool's sign-in domains: a prefix is completed, a custom domain is one already (C3). */
export function signInHosts(graph: Graph, pool: Pick<Resource, "id" | "region">): string[] {
  return graph.where(USER_POOL_DOMAIN, "userPoolId", pool.id).map((domain) => {
    const name = text(domain.inputs["domain"]) ?? domain.id;
    return name.includes(".") ? name : `${name}.auth.${pool.region}.amazoncognito.com`;
  });
}

/**
 * Whether a port answers to this `Host`: its loopback names, and the AWS names it stands for, with any port.
 * A page on a rebound name is none of them and gets nothing (O116).
 */
export function isOwnHost(
  host: string | undefined,
  port: number | undefined,
  awsNames: readonly string[],
): boolean {
  if (host === undefined) return false;
  const lower = host.toLowerCase();
  if (["127.0.0.1", "localhost", "[::1]"].some((name) => lower === `${name}:${port}`)) return true;
  return awsNames.includes(lower.replace(/:\d+$/, ""));
}
