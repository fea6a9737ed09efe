import { notAuthorized, TEXTS } from "./errors.ts";
import { hashOf, newSecret } from "./secrets.ts";
import type { ClientContext } from "./service.ts";
import type { TakenChallenge } from "./tables/challenges.ts";

/** Kinds of steps that wait for an answer. */
export type ChallengeKind = "PASSWORD_VERIFIER" | "NEW_PASSWORD_REQUIRED" | "CUSTOM_CHALLENGE";

/**
 * Opens a step of a sign-in.
 * @param handle what the client will send back; made up here unless the step has one of its own (C194)
 * @returns the handle, single use and good for the client's `AuthSessionValidity` (C188)
 */
export function openChallenge(
  { service, pool, client }: ClientContext,
  step: { readonly kind: ChallengeKind; readonly subject: string; readonly content: object },
  handle: string = newSecret(),
): string {
  const { kind, subject } = step;
  service.store.challenges.add(hashOf(handle), {
    pool: pool.id,
    client: client.id,
    kind,
    subject,
    content: JSON.stringify(step.content),
    expires: service.clock.now() + client.sessionSeconds * 1000,
  });
  return handle;
}

/** Takes a step's state for its one answer; the texts tell used, expired and unknown ones apart (C188). */
export function takeChallenge(
  { service, pool, client }: ClientContext,
  kind: ChallengeKind,
  handle: string,
): TakenChallenge {
  const challenge = service.store.challenges.take(hashOf(handle));
  const isOurs =
    challenge?.pool === pool.id && challenge.client === client.id && challenge.kind === kind;
  if (!challenge || !isOurs) throw notAuthorized(TEXTS.unknownSession);
  if (challenge.used > 1) throw notAuthorized(TEXTS.usedSession);
  if (service.clock.now() >= challenge.expires) throw notAuthorized(TEXTS.expiredSession);
  return challenge;
}
