import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Signing } from "../../cognito/tokens/signing.ts";
import type { Store } from "../../cognito/store.ts";
import type { FindIssuerKeys } from "../../gateway/jwt/issuer-keys.ts";
import type { Graph } from "../../program/graph.ts";
import { poolOfIssuer } from "../pool-of-issuer.ts";
import type { MintArgs } from "./mint.ts";

/** The keys of every issuer that the program's authorizers name. */
export interface Issuers {
  readonly find: FindIssuerKeys;
  /** What signs an issuer's access tokens. */
  keyOf(issuer: string): Promise<MintArgs["key"]>;
  /** A key that no issuer publishes. */
  readonly stranger: KeyObject;
}

/**
 * The runtime's own signing keys of the program's pools. For any other issuer keys made here stand in, so that nothing is
 * asked of the network.
 */
export function createIssuers(graph: Graph, store: Store, signing: Signing): Issuers {
  const ownerOf = (issuer: string): string => poolOfIssuer(graph, issuer)?.id ?? issuer;
  const { privateKey: stranger } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const known = new Map<string, MintArgs["key"]>();
  return {
    stranger,
    find: (issuer) => ({
      issuers: [issuer],
      find: async (kid) => (await signing.keysOf(ownerOf(issuer))).find(kid),
    }),
    async keyOf(issuer) {
      const owner = ownerOf(issuer);
      await signing.keysOf(owner);
      const stored = store.keys.ofPool(owner).find(({ purpose }) => purpose === "access");
      if (!stored) throw new Error(`${issuer} has no key for access tokens`);
      const der = { key: Buffer.from(stored.pkcs8), format: "der", type: "pkcs8" } as const;
      const key = known.get(issuer) ?? { kid: stored.kid, privateKey: createPrivateKey(der) };
      known.set(issuer, key);
      return key;
    },
  };
}
