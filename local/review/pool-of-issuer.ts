import { readPools, type UserPool } from "../cognito/pool.ts";
import { issuersOf } from "../cognito/service.ts";
import type { Graph } from "../program/graph.ts";

/** The program's own user pool with this issuer; a recorded program has issuers of AWS's shape. */
export function poolOfIssuer(graph: Graph, issuer: string | null): UserPool | undefined {
  return readPools(graph).find((pool) => issuersOf({ originOf: () => "" }, pool).aws === issuer);
}
