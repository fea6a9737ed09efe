import { notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { clearFailures, isLocked, recordFailure } from "../passwords/lockout.ts";
import { findUser, isName, refuseUnknown, subjectOf } from "../names.ts";
import { isPassword, srpUserOf } from "../passwords/passwords.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { preAuthentication } from "../triggers/sign-in.ts";
import { migrateUser } from "../triggers/user-migration.ts";

/**
 * The user whose name and password these are; refusals in the order of C186.
 * An unknown user costs the same work as a wrong password and gets the same answer (O085, O086).
 */
export async function checkPassword(
  context: ClientContext,
  username: string,
  password: string,
): Promise<User> {
  if (!isName(username)) throw notAuthorized(TEXTS.badCredentials);
  const known = findUser(context, username) ?? (await migrateUser(context, username, password));
  const user = await refuseBeforePassword(context, username, known);
  const subject = subjectOf(context, user, username);
  refuseLocked(context, subject);
  const isRight = isPassword(context.pool, srpUserOf(user, subject), password);
  return settlePassword(context, { user, subject, isRight });
}

/**
 * Refuses what the pool's function does, and what a client that does not hide users learns before the password is
 * looked at (C153, C186).
 * @returns the user as they are after the function, which may have taken its time or changed them
 */
export async function refuseBeforePassword(
  context: ClientContext,
  name: string,
  before: User | undefined = findUser(context, name),
): Promise<User | undefined> {
  refuseUnknown(context, before, TEXTS.unknownUser);
  const isAsked = context.pool.triggers.has("PreAuthentication");
  if (isAsked) await preAuthentication(context, before, name);
  if (before && !context.client.hidesUsers) refuseKnown(before);
  return isAsked ? findUser(context, name) : before;
}

function refuseKnown(user: User): void {
  if (!user.enabled) throw notAuthorized(TEXTS.userDisabled);
  if (user.status === "RESET_REQUIRED" && !user.password) throw resetRequired();
}

/** Refuses every attempt while a lock lasts (C144, O092). */
export function refuseLocked(context: ClientContext, subject: string): void {
  if (isLocked(context, subject)) throw notAuthorized(TEXTS.locked);
}

/** Counts the outcome of a password check and refuses what a right password alone does not open (C186). */
export function settlePassword(
  context: ClientContext,
  outcome: { readonly user: User | undefined; readonly subject: string; readonly isRight: boolean },
): User {
  const { user, subject, isRight } = outcome;
  if (!isRight || !user?.password) {
    recordFailure(context, subject);
    throw notAuthorized(TEXTS.badCredentials);
  }
  clearFailures(context, subject);
  refuseUnready(context, user);
  return user;
}

/** Refuses a user who has proved who they are, and still may not sign in (C186). */
export function refuseUnready(context: ClientContext, user: User): void {
  if (!user.enabled) throw notAuthorized(TEXTS.userDisabled);
  // Only their provider signs these users in (C291, C310).
  if (user.status === "EXTERNAL_PROVIDER") throw notAuthorized(TEXTS.badCredentials);
  if (user.passwordExpires !== null && context.service.clock.now() >= user.passwordExpires) {
    throw notAuthorized(TEXTS.temporaryPasswordExpired); // C148
  }
  if (user.status === "RESET_REQUIRED") throw resetRequired();
  if (user.status === "UNCONFIRMED") {
    throw new ServiceError("UserNotConfirmedException", TEXTS.notConfirmed);
  }
}

function resetRequired(): ServiceError {
  return new ServiceError("PasswordResetRequiredException", TEXTS.resetRequired);
}
