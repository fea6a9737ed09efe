import { hashOf, newSecret } from "../secrets.ts";
import type { PoolContext } from "../service.ts";

/** What a provider says of somebody, by claim or attribute name; nothing of it is mapped yet. */
export type ProviderClaims = { readonly [claim: string]: unknown };

/** What came out of a trip to a provider. */
export interface Outcome {
  readonly claims: ProviderClaims;
  /** As `identities` has it: null for a social provider (C22). */
  readonly issuer: string | null;
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

/** Keeps what is known already until the browser comes for it. @returns the handle that it comes with */
export function keepOutcome(
  { service, pool }: PoolContext,
  kept: { readonly client: string; readonly state: string; readonly outcome: Outcome },
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

/** Takes it for good: of this trip only, once, and soon. */
export function takeOutcome(
  { service, pool }: PoolContext,
  state: string,
  handle: string,
): Outcome | undefined {
  const found = service.store.challenges.take(hashOf(handle));
  if (found?.used !== 1 || found.pool !== pool.id || found.kind !== KIND) return undefined;
  if (found.subject !== hashOf(state).toString("base64url")) return undefined;
  return service.clock.now() < found.expires ? (JSON.parse(found.content) as Outcome) : undefined;
}
