import { hashOf, newSecret } from "../../secrets.ts";
import type { PoolContext } from "../service.ts";

/** What a provider says of somebody, by claim or attribute name; nothing of it is mapped yet. */
export type ProviderClaims = { readonly [claim: string]: unknown };

/** What a SAML provider calls the session that it made: it is told so at sign-out. */
export interface SamlSession {
  readonly nameId: string;
  /** `Format`, `NameQualifier` and `SPNameQualifier` of the NameID, where they are given. */
  readonly qualifiers: { readonly [name: string]: string };
  readonly sessionIndex: string | undefined;
}

/** Where an OAuth provider said what, for the function that is asked before the mapping. */
export interface ProviderSources {
  readonly tokenResponse: ProviderClaims;
  /** Claims of the ID token. */
  readonly idToken: ProviderClaims;
  readonly userInfo: ProviderClaims;
}

/** What came out of a trip to a provider. */
export interface Outcome {
  readonly claims: ProviderClaims;
  /** As `identities` has it: null for a social provider (C22). */
  readonly issuer: string | null;
  /** Of OAuth providers that were really asked. */
  readonly sources?: ProviderSources;
  /** Of SAML providers only. */
  readonly session?: SamlSession;
}

/** A provider did not sign anybody in. Its words go to the client (C84). */
export class ProviderError extends Error {
  readonly code: "invalid_request" | "access_denied";

  constructor(code: ProviderError["code"], description: string) {
    super(description);
    this.code = code;
  }
}

/** The provider failed, in the form that AWS reports it in (C84). */
export function providerFailure(provider: string, status: string | number, text: string) {
  return new ProviderError("invalid_request", `${provider} Error - ${status} ${text}`.trim());
}

const KIND = "FEDERATION_OUTCOME";
const OUTCOME_SECONDS = 60;

/** Why nobody is signed in, as {@link ProviderError} says it. */
export interface Failure {
  readonly error: ProviderError["code"];
  readonly description: string;
}

/** Keeps what is known already until the browser comes for it. @returns the handle that it comes with */
export function keepOutcome(
  { service, pool }: PoolContext,
  kept: {
    readonly client: string;
    readonly state: string;
    readonly outcome: Outcome | Failure;
  },
): string {
  const handle = newSecret();
  service.store.challenges.add(hashOf(handle), {
    pool: pool.id,
    client: kept.client,
    kind: KIND,
    subject: hashOf(kept.state).toString("base64url"),
    content: JSON.stringify(kept.outcome),
    expires: service.clock.now() + OUTCOME_SECONDS * 1000,
  });
  return handle;
}

/**
 * Takes it for good: of this trip only, once, and soon.
 * @throws ProviderError for a failure, and where nothing of this trip was kept
 */
export function takeOutcome(
  { service, pool }: PoolContext,
  trip: { readonly provider: string; readonly state: string; readonly handle: string },
): Outcome {
  const found = service.store.challenges.take(hashOf(trip.handle));
  const isOurs = found?.used === 1 && found.pool === pool.id && found.kind === KIND;
  const isOfTrip = isOurs && found.subject === hashOf(trip.state).toString("base64url");
  if (!isOfTrip || service.clock.now() >= found.expires) {
    throw providerFailure(trip.provider, 400, "invalid_grant");
  }
  const outcome = JSON.parse(found.content) as Outcome | Failure;
  if ("error" in outcome) throw new ProviderError(outcome.error, outcome.description);
  return outcome;
}
