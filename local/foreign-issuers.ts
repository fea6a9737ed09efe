import type { Clock } from "./clock.ts";
import { CreationError } from "./program/creation-error.ts";
import { type ForeignIssuerKeys, foreignIssuerKeys } from "./gateway/jwt/foreign-issuer.ts";
import { type Graph, members, text } from "./program/graph.ts";
import { AUTHORIZER } from "./program/types.ts";

/** Issuers that are no user pool of the graph. Authorizers with one issuer share its keys, through reloads too. */
export interface ForeignIssuers {
  find(issuer: string): ForeignIssuerKeys;
  /** Reads the documents of those that were asked for and not read yet. @throws CreationError naming the authorizer */
  check(graph: Graph): Promise<void>;
}

export function foreignIssuers(clock: Clock, log: (line: string) => void): ForeignIssuers {
  const known = new Map<string, ForeignIssuerKeys>();
  const read = new Set<string>();
  return {
    find(issuer) {
      const keys = known.get(issuer) ?? foreignIssuerKeys(issuer, clock, { log });
      known.set(issuer, keys);
      return keys;
    },
    async check(graph) {
      for (const [issuer, keys] of known) {
        if (read.has(issuer)) continue;
        await keys.load().catch((cause: unknown) => {
          known.delete(issuer);
          throw unreachable(graph, issuer, cause);
        });
        read.add(issuer);
      }
    },
  };
}

function unreachable(graph: Graph, issuer: string, cause: unknown): unknown {
  const authorizer = graph
    .ofType(AUTHORIZER)
    .find(({ inputs }) => text(members(inputs["jwtConfiguration"])["issuer"]) === issuer);
  if (!authorizer) return cause;
  const discovery = "/.well-known/openid-configuration";
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CreationError(authorizer, {
    code: "BadRequestException",
    value: `issuer ${issuer}`,
    text:
      `Caught exception when connecting to ${issuer}${discovery} for issuer ${issuer}. Please try again later. ` +
      `Error: Invalid issuer: ${issuer}. Issuer must have a valid discovery endpoint ended with '${discovery}'.`,
    fix: `Here: ${reason}. Check the issuer's spelling, its trailing slash and whether it answers from this machine.`,
  });
}
