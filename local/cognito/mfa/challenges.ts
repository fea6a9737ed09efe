import { isSameSecret } from "../../secrets.ts";
import {
  challengedUser,
  closeChallenge,
  openChallenge,
  takeChallenge,
  tryChallenge,
} from "../sign-in/challenge-sessions.ts";
import { newCode } from "../messages/codes.ts";
import { type CodeDelivery, deliveryTo } from "../messages/delivery.ts";
import { invalidParameter, notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { clearFailures, isLocked, recordFailure } from "../passwords/lockout.ts";
import { sendAuthenticationCode } from "../messages/messages.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { enrolContact } from "./enrolment.ts";
import { activeFactors, CONTACTS } from "./factors.ts";
import type { MfaFactor } from "./settings.ts";
import { useSoftwareToken } from "./software-token.ts";
import { type Place, stepKind } from "./steps.ts";

/** A factor that waits for its code. */
export interface AskedFactor {
  readonly user: User;
  readonly factor: MfaFactor;
  /** Handle of the step. */
  readonly session: string;
  /** Where the code went; null for an authenticator app. */
  readonly delivery: CodeDelivery | null;
}

/** What is kept of a factor that waits; null for an authenticator app. */
export interface SentFactor {
  readonly code: string;
  readonly to: string;
  /** Whether the address is new, and a right code makes it the user's (C199). */
  readonly isNew: boolean;
}

/**
 * Asks a user for a factor, by a code to what the user has, or to a new address that is to become one.
 * @param asked.newContact the new address or number, checked
 */
export async function askFactor(
  context: ClientContext,
  user: User,
  asked: { readonly place: Place; readonly factor: MfaFactor; readonly newContact?: string },
): Promise<AskedFactor> {
  const { place, factor, newContact } = asked;
  const contact = CONTACTS[factor];
  const step = { kind: stepKind(place, factor), subject: user.sub };
  if (!contact) {
    const session = openChallenge(context, { ...step, content: null });
    return { user, factor, session, delivery: null };
  }
  const to = newContact ?? user.attributes[contact] ?? "";
  const code = newCode();
  const content: SentFactor = { code, to, isNew: newContact !== undefined };
  await sendAuthenticationCode(context, { user, attribute: contact, to, code });
  const session = openChallenge(context, { ...step, content });
  return { user, factor, session, delivery: deliveryTo(contact, to) };
}

/**
 * Takes the code for a factor. A wrong one leaves the step open for another try, three in all (C145, C188).
 * @param answer.name what the client says of who it is; the pages know
 * @returns the user, who has proved both factors
 * @throws ServiceError CodeMismatchException, ExpiredCodeException, NotAuthorizedException
 */
export function answerFactor(
  context: ClientContext,
  answer: {
    readonly place: Place;
    readonly factor: MfaFactor;
    readonly session: string;
    readonly code: string;
    readonly name?: string;
  },
): User {
  const { place, factor, session, code, name } = answer;
  const { subject, content } = tryChallenge(context, stepKind(place, factor), session);
  const user = challengedUser(context, subject, name);
  const sent = JSON.parse(content) as SentFactor | null;
  // Switched off, or without its address, since it was asked for: it opens nothing any more.
  if (!sent?.isNew && !activeFactors(context, user).includes(factor)) {
    throw notAuthorized(TEXTS.unknownSession);
  }
  const proven = limitFailures(context, user, () =>
    checkFactor(context, user, { factor, code, sent }),
  );
  closeChallenge(context, session);
  return proven;
}

/**
 * Locks a user's second factors after wrong codes as passwords are locked, beside the limit of a step: a new step costs
 * no more than the password (O095).
 */
function limitFailures(context: ClientContext, user: User, check: () => User): User {
  const subject = `mfa:${user.sub}`;
  if (isLocked(context, subject)) throw notAuthorized(TEXTS.attemptLimit);
  try {
    const proven = check();
    clearFailures(context, subject);
    return proven;
  } catch (error) {
    if (error instanceof ServiceError) recordFailure(context, subject);
    throw error;
  }
}

function checkFactor(
  context: ClientContext,
  user: User,
  answer: { readonly factor: MfaFactor; readonly code: string; readonly sent: SentFactor | null },
): User {
  const { factor, code, sent } = answer;
  const contact = CONTACTS[factor];
  if (!contact) {
    useSoftwareToken(context, user, code);
    return user;
  }
  // A code that went to what the address was before proves nothing about what it is now.
  const isCurrent = sent?.isNew || sent?.to === user.attributes[contact];
  if (!sent || !isCurrent || !isSameSecret(code, sent.code)) {
    const text = contact === "email" ? TEXTS.emailCodeMismatch : TEXTS.mfaCodeMismatch;
    throw new ServiceError("CodeMismatchException", text); // C197
  }
  return sent.isNew ? enrolContact(context, user, { factor, contact, value: sent.to }) : user;
}

/** Lets a user choose among several factors (C198). @returns the handle of the step */
export function openSelection(
  context: ClientContext,
  user: User,
  { place, factors }: { readonly place: Place; readonly factors: readonly MfaFactor[] },
): string {
  const kind = stepKind(place, "SELECT_MFA_TYPE");
  return openChallenge(context, { kind, subject: user.sub, content: factors });
}

/** Takes the choice, of what the user was offered and still has, and asks for it (C198). */
export function answerSelection(
  context: ClientContext,
  answer: {
    readonly place: Place;
    readonly session: string;
    readonly choice: string;
    readonly name?: string;
  },
): Promise<AskedFactor> {
  const { place, session, choice, name } = answer;
  const { subject } = takeChallenge(context, stepKind(place, "SELECT_MFA_TYPE"), session);
  const user = challengedUser(context, subject, name);
  const factor = activeFactors(context, user).find((active) => active === choice);
  if (!factor) throw invalidParameter("Invalid ANSWER for the challenge.");
  return askFactor(context, user, { place, factor });
}
