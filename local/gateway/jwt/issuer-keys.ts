import type { KeyObject } from "node:crypto";

/** A public signing key: RSA, checked when it was taken up. `alg` undefined: RS256, RS384 and RS512 (H297). */
export interface VerificationKey {
  readonly key: KeyObject;
  readonly alg: string | undefined;
}

/** Where an authorizer finds the keys of its issuer. */
export interface IssuerKeys {
  /** Values of `iss` that are accepted: the configured one, for a pool of the graph its AWS and its local form. */
  readonly issuers: readonly string[];
  /** The key at once where it is known; a promise where it has to be fetched; undefined where there is none. */
  find(kid: string): VerificationKey | undefined | Promise<VerificationKey | undefined>;
  /** Whether there is no key because the discovery document is of another issuer (H64). */
  isOfAnotherIssuer?(): boolean;
}

/** Finds the keys for an authorizer's configured issuer. */
export type FindIssuerKeys = (issuer: string) => IssuerKeys;
