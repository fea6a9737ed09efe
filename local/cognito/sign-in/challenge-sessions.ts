import { hashOf, newSecret } from "../../secrets.ts";
import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import type { MfaStepKind } from "../mfa/steps.ts";
import { findUser } from "../names.ts";
import { type ClientContext, clientById, type Service } from "../service.ts";
import { refuseUnready } from "./sign-in.ts";
import type { TakenChallenge } from "../tables/challenges.ts";
import type { User } from "../tables/users.ts";

/** Kinds of steps that wait for an answer. */
export type ChallengeKind =
  | "PASSWORD_VERIFIER"
  | "NEW_PASSWORD_REQUIRED"
  | "CUSTOM_CHALLENGE"
  | "SELECT_CHALLENGE"
  | "PASSWORD"
  | "PASSWORD_SRP"
  | "FIRST_FACTOR_CODE"
  | "WEB_AUTHN"
  | "PAGE_WEB_AUTHN"
  | "WEB_AUTHN_REGISTRATION"
  | "SIGNED_UP"
  | "CONFIRMED"
  | "DEVICE_SRP_AUTH"
  | "DEVICE_PASSWORD_VERIFIER"
  | MfaStepKind;

/** How often a code may be wrong before its step is used up (C145). */
const TRIES = 3;

/**
 * Opens a step of a sign-in.
 * @param handle what the client will send back; made up here unless the step has one of its own (C194)
 * @returns the handle, single use and good for the client's `AuthSessionValidity` (C188)
 */
export function openChallenge(
  { service, pool, client }: ClientContext,
  step: { readonly kind: ChallengeKind; readonly subject: string; readonly content: object | null },
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

/** The client that a step was opened for, where the caller names none (C199). */
export function contextOfStep(service: Service, handle: string): ClientContext {
  const step = service.store.challenges.peek(hashOf(handle));
  if (!step) throw notAuthorized(TEXTS.unknownSession);
  return clientById(service, step.client);
}

/** Takes a step's state for its one answer; the texts tell used, expired and unknown ones apart (C188). */
export function takeChallenge(
  context: ClientContext,
  kind: ChallengeKind,
  handle: string,
): TakenChallenge {
  return take(context, { kind, handle, uses: 1 });
}

/** The same for a step that a wrong code does not use up at once (C188): a right one has to close it. */
export function tryChallenge(
  context: ClientContext,
  kind: ChallengeKind,
  handle: string,
): TakenChallenge {
  return take(context, { kind, handle, uses: TRIES });
}

/** Looks at a step that still waits for its answer. */
export function waitingChallenge(
  context: ClientContext,
  kind: ChallengeKind,
  handle: string,
): TakenChallenge | undefined {
  const { store, clock } = context.service;
  const challenge = store.challenges.peek(hashOf(handle));
  const isOpen = challenge && challenge.used < TRIES && clock.now() < challenge.expires;
  return isOpen && isOurs(context, challenge, kind) ? challenge : undefined;
}

/** Uses a step up. */
export function closeChallenge({ service }: ClientContext, handle: string): void {
  service.store.challenges.close(hashOf(handle));
}

/**
 * The user whose step it is, as they are now.
 * @param name whom the client says it is, where it says so
 * @throws ServiceError for another's step, and what keeps the user from signing in (C186)
 */
export function challengedUser(context: ClientContext, subject: string, name?: string): User {
  const { service, pool } = context;
  const user = service.store.users.bySub(pool.id, subject);
  const isNamed = name === undefined || findUser(context, name)?.sub === subject;
  if (!user || !isNamed) throw notAuthorized(TEXTS.unknownSession);
  refuseUnready(context, user);
  return user;
}

function take(
  context: ClientContext,
  asked: { readonly kind: ChallengeKind; readonly handle: string; readonly uses: number },
): TakenChallenge {
  const { store, clock } = context.service;
  const { kind, handle, uses } = asked;
  const challenge = store.challenges.take(hashOf(handle));
  if (!challenge || !isOurs(context, challenge, kind)) throw notAuthorized(TEXTS.unknownSession);
  if (challenge.used > uses) throw notAuthorized(TEXTS.usedSession);
  if (clock.now() >= challenge.expires) throw notAuthorized(TEXTS.expiredSession);
  return challenge;
}

function isOurs(
  { pool, client }: ClientContext,
  step: TakenChallenge,
  kind: ChallengeKind,
): boolean {
  return step.pool === pool.id && step.client === client.id && step.kind === kind;
}
