import { notAuthorized, ServiceError, TEXTS } from "./errors.ts";
import { clearFailures, isLocked, recordFailure } from "./lockout.ts";
import { findUser, isName, refuseUnknown, subjectOf } from "./names.ts";
import { isPassword, srpUserOf } from "./passwords.ts";
import type { ClientContext } from "./service.ts";
import type { User } from "./tables/users.ts";
import { refuseTriggers, TOKEN_TRIGGERS } from "./triggers.ts";

const BEFORE_PASSWORD = ["preAuthentication"];

/**
 * The user whose name and password these are; refusals in the order of C186.
 * An unknown user costs the same work as a wrong password and gets the same answer (O085, O086).
 */
export function checkPassword(context: ClientContext, username: string, password: string): User {
  const { service, pool } = context;
  if (!isName(username)) throw notAuthorized(TEXTS.badCredentials);
  const user = findUser(context, username);
  refuseBeforePassword(context, user);
  const subject = subjectOf(context, user, username);
  refuseLocked(context, subject);
  const srpUser = srpUserOf({ store: service.store, pool, user, subject });
  const isRight = isPassword(pool, srpUser, password);
  return settlePassword(context, { user, subject, isRight });
}

/** Refuses what a client that does not hide users learns before the password is looked at (C153, C186). */
export function refuseBeforePassword(context: ClientContext, user: User | undefined): void {
  refuseTriggers(context, user ? BEFORE_PASSWORD : [...BEFORE_PASSWORD, "userMigration"]);
  refuseUnknown(context, user, TEXTS.unknownUser);
  if (context.client.hidesUsers || !user) return;
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
  if (!user.enabled) throw notAuthorized(TEXTS.userDisabled);
  if (user.passwordExpires !== null && context.service.clock.now() >= user.passwordExpires) {
    throw notAuthorized(TEXTS.temporaryPasswordExpired); // C148
  }
  if (user.status === "RESET_REQUIRED") throw resetRequired();
  if (user.status === "UNCONFIRMED") {
    throw new ServiceError("UserNotConfirmedException", TEXTS.notConfirmed);
  }
  if (context.pool.isMfaRequired) {
    // Better no sign-in than one without the factor that the pool asks for.
    throw new ServiceError("InvalidUserPoolConfigurationException", TEXTS.mfaNotServed);
  }
  refuseTriggers(context, TOKEN_TRIGGERS);
  return user;
}

function resetRequired(): ServiceError {
  return new ServiceError("PasswordResetRequiredException", TEXTS.resetRequired);
}
