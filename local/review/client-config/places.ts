import type { UserPool } from "../../cognito/pool.ts";
import { issuersOf, type IssuerForm } from "../../cognito/service.ts";
import { signInHosts } from "../../host-names.ts";
import type { Graph } from "../../program/graph.ts";

/** Where clients find a user pool. */
export interface PoolPlaces {
  /** The `iss` claim of its tokens. */
  readonly issuer: string;
  /** Where the issuer's documents are fetched from; the issuer itself on AWS. */
  readonly issuerOrigin: string;
  /** Origin of Cognito's JSON API. */
  readonly endpoint: string;
  /** Origin of the sign-in pages; null without a domain. */
  readonly pages: string | null;
}

/** On AWS. Of two sign-in domains it is the custom one. */
export function awsPlaces(graph: Graph, pool: UserPool): PoolPlaces {
  const { aws: issuer } = issuersOf({ originOf: () => "" }, pool);
  const hosts = signInHosts(graph, pool);
  const pages = hosts.find((host) => !host.endsWith(".amazoncognito.com")) ?? hosts[0];
  return {
    issuer,
    issuerOrigin: issuer,
    endpoint: new URL(issuer).origin,
    pages: pages === undefined ? null : `https://${pages}`,
  };
}

/** On a local runtime, which serves everything of a pool on one origin (design 5.2). */
export function localPlaces(pool: UserPool, origin: string, form: IssuerForm): PoolPlaces {
  const issuers = issuersOf({ originOf: () => origin }, pool);
  return {
    issuer: issuers[form],
    issuerOrigin: issuers.local,
    endpoint: origin,
    pages: pool.domain ? origin : null,
  };
}
