import { claimAliases, moveNames } from "../attributes/aliases.ts";
import { changedAttributes } from "../attributes/writes.ts";
import {
  challengedUser,
  closeChallenge,
  openChallenge,
  takeChallenge,
  tryChallenge,
} from "../sign-in/challenge-sessions.ts";
import { invalidParameter, notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { nextStep } from "../sign-in/next-step.ts";
import type { ContactAttribute } from "../pool.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import type { TakenChallenge } from "../tables/challenges.ts";
import type { Attributes, User } from "../tables/users.ts";
import { CONTACTS, switchOn } from "./factors.ts";
import type { MfaFactor } from "./settings.ts";
import { firstStep, requireSoftwareTokens } from "./software-token.ts";
import { type Place, stepKind } from "./steps.ts";
import { newTotpSecret } from "./totp.ts";

// A pool that requires MFA makes a user who has none set one up in the middle of the sign-in (C199, C268).

/** What is kept of a set-up. */
interface SetUp {
  /** Of the authenticator app that is to show a code, as hexadecimal text. */
  readonly secret?: string;
  /** Whether the app has shown it. */
  readonly isVerified?: boolean;
}

/**
 * Opens the set-up. The pages show a secret at once, clients of the JSON API ask for one.
 * @returns the handle of the step
 */
export function openSetUp(context: ClientContext, user: User, place: Place): string {
  const { factors } = context.pool.mfa;
  const hasSecret = place === "PAGE" && factors.includes("SOFTWARE_TOKEN_MFA");
  return open(context, user, place, hasSecret ? { secret: newSecretText() } : {});
}

/** The set-up's next handle and the secret for an authenticator app (C199, C219). */
export function associateInSetUp(
  context: ClientContext,
  session: string,
): { readonly secret: Uint8Array; readonly session: string } {
  requireSoftwareTokens(context);
  const user = userOf(context, takeChallenge(context, stepKind("API", "MFA_SETUP"), session));
  const secret = newSecretText();
  return { secret: Buffer.from(secret, "hex"), session: open(context, user, "API", { secret }) };
}

function newSecretText(): string {
  return Buffer.from(newTotpSecret()).toString("hex");
}

/** The secret that a set-up waits for a code of. */
export function secretOf({ content }: Pick<TakenChallenge, "content">): Uint8Array | undefined {
  const { secret } = JSON.parse(content) as SetUp;
  return secret === undefined ? undefined : Buffer.from(secret, "hex");
}

/**
 * Makes an authenticator app that shows a right code the user's second factor (C199, C220). A wrong one leaves the
 * set-up open, for three in all.
 */
export function verifyInSetUp(
  context: ClientContext,
  place: Place,
  shown: { readonly session: string; readonly code: string; readonly name: string | null },
): User {
  requireSoftwareTokens(context);
  const { session, code, name } = shown;
  const challenge = tryChallenge(context, stepKind(place, "MFA_SETUP"), session);
  const user = userOf(context, challenge);
  const secret = secretOf(challenge);
  if (!secret) throw new ServiceError("SoftwareTokenMFANotFoundException", TEXTS.noSoftwareToken);
  const softwareToken = { secret, name, lastStep: firstStep(context, secret, code) };
  switchOn(context, user, "SOFTWARE_TOKEN_MFA", { softwareToken, pendingSecret: null });
  closeChallenge(context, session);
  return user;
}

/** The handle that ends a set-up whose app was verified (C199). */
export function openVerified(context: ClientContext, user: User): string {
  return open(context, user, "API", { isVerified: true });
}

/** Ends a set-up whose app was verified. @returns the user, who has proved both factors */
export function finishSetUp(context: ClientContext, session: string, name: string): User {
  const challenge = takeChallenge(context, stepKind("API", "MFA_SETUP"), session);
  const user = challengedUser(context, challenge.subject, name);
  if (!(JSON.parse(challenge.content) as SetUp).isVerified) {
    throw notAuthorized(TEXTS.unknownSession);
  }
  return user;
}

/** The user of a set-up that is to go on by a code to a new address, which is checked (C199). */
export function userForContact(
  context: ClientContext,
  wanted: {
    readonly place: Place;
    readonly session: string;
    readonly factor: MfaFactor;
    readonly value: string;
    readonly name?: string;
  },
): User {
  const { place, session, factor, value, name } = wanted;
  const contact = CONTACTS[factor];
  if (!contact || !context.pool.mfa.factors.includes(factor)) {
    throw new ServiceError("MFAMethodNotFoundException", TEXTS.noMfaMethod);
  }
  const taken = tryChallenge(context, stepKind(place, "MFA_SETUP"), session);
  const user = userOf(context, taken, name);
  withContact(context, user, { contact, value });
  closeChallenge(context, session);
  return user;
}

/** Makes an address that received a code the user's own, and their second factor (C199). */
export function enrolContact(
  context: ClientContext,
  user: User,
  proven: {
    readonly factor: MfaFactor;
    readonly contact: ContactAttribute;
    readonly value: string;
  },
): User {
  refuseEnrolled(context, user);
  const { service } = context;
  const attributes = {
    ...withContact(context, user, proven),
    [`${proven.contact}_verified`]: "true",
  };
  return service.store.transaction(() => {
    const changed: User = { ...user, attributes, modified: service.clock.now() };
    moveNames(context, user, attributes);
    service.store.users.save(changed);
    claimAliases(context, changed, false);
    switchOn(context, user, proven.factor);
    return changed;
  });
}

/** The user's attributes with the address; one that is there already stays what it is. */
function withContact(
  context: ClientContext,
  user: User,
  { contact, value }: { readonly contact: ContactAttribute; readonly value: string },
): Attributes {
  const current = user.attributes[contact];
  if (value === "" || (current && current !== value)) {
    throw invalidParameter(`The user's ${contact} is missing or another one.`);
  }
  return changedAttributes(context, user, [{ Name: contact, Value: value }]);
}

function open(context: ClientContext, user: User, place: Place, content: SetUp): string {
  return openChallenge(context, { kind: stepKind(place, "MFA_SETUP"), subject: user.sub, content });
}

function userOf(context: ClientContext, { subject }: TakenChallenge, name?: string): User {
  const user = challengedUser(context, subject, name);
  refuseEnrolled(context, user);
  return user;
}

/** Whoever has set a factor up meanwhile keeps it: a set-up that a password opened earlier does not replace it. */
function refuseEnrolled(context: PoolContext, user: User): void {
  if (nextStep(context, user, "first-factor").kind === "MFA_SETUP") return;
  throw notAuthorized(TEXTS.unknownSession);
}
