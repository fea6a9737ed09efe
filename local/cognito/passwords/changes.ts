import { claimAliases, moveNames } from "../attributes/aliases.ts";
import { type AttributeInput, changedAttributes } from "../attributes/writes.ts";
import { checkCode, countAttempt, pretendCode, sendCode } from "../messages/codes.ts";
import { type CodeDelivery, simulatedDelivery } from "../messages/delivery.ts";
import { invalidParameter, notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { clearFailures } from "./lockout.ts";
import { activeFactors, CONTACTS } from "../mfa/factors.ts";
import { findUser, isName, refuseUnknown, subjectOf } from "../names.ts";
import { keepReplaced, turnHistory } from "./history.ts";
import { checkPasswordPolicy } from "./policy.ts";
import { newPasswordRecord } from "./passwords.ts";
import type { ContactAttribute, RecoveryChannel } from "../pool.ts";
import type { ClientContext, PoolContext, SenderContext } from "../service.ts";
import { markVerified } from "../sign-up/sign-up.ts";
import type { User } from "../tables/users.ts";
import { postConfirmation } from "../triggers/sign-up.ts";
import { migrateForgetfulUser } from "../triggers/user-migration.ts";

const DAY = 86_400_000;

/** Sends the code for a new password (C224). Unknown users look like known ones where the client hides them. */
export async function startReset(context: ClientContext, username: string): Promise<CodeDelivery> {
  const { pool, client } = context;
  if (!isName(username)) throw invalidParameter(TEXTS.invalidName);
  const user = findUser(context, username) ?? (await migrateForgetfulUser(context, username));
  refuseUnknown(context, user);
  const subject = subjectOf(context, user, username);
  countAttempt(context, subject, "resetPassword");
  const channel = user && recoveryChannel(context, user);
  if (channel instanceof ServiceError && !client.hidesUsers) throw channel;
  if (!user || !channel || channel instanceof ServiceError) {
    pretendCode(context, subject, "reset-password");
    return simulatedDelivery(context, username, pool.recovery);
  }
  return sendCode(context, {
    user,
    purpose: "reset-password",
    attribute: channel,
    occasion: "ForgotPassword",
  });
}

/**
 * Checks the code and sets the new password (C225); a refused password does not use the code up. A trigger that fails
 * afterwards undoes nothing (C303).
 */
export async function finishReset(
  context: ClientContext,
  request: { readonly username: string; readonly code: string; readonly password: string },
): Promise<User> {
  const { service, pool } = context;
  const user = findUser(context, request.username);
  refuseUnknown(context, user);
  const subject = subjectOf(context, user, request.username);
  countAttempt(context, subject, "resetPassword");
  const purpose = "reset-password";
  const { attribute } = checkCode(context, { subject, purpose, code: request.code });
  checkPasswordPolicy(pool.passwordPolicy, request.password);
  const mayReset = (one: User) =>
    one.status === "RESET_REQUIRED" || !(recoveryChannel(context, one) instanceof ServiceError);
  if (!user?.enabled || !mayReset(user)) {
    // Nobody was sent this code: a match is a lucky guess.
    throw new ServiceError("CodeMismatchException", TEXTS.codeMismatch);
  }
  const confirmed = service.store.transaction(() => {
    service.store.codes.remove(pool.id, subject, purpose);
    clearFailures(context, subject);
    const verified = markVerified(context, user, { attribute, isForced: false });
    return setPassword(context, verified, request.password);
  });
  await postConfirmation(context, confirmed, "ConfirmForgotPassword");
  return confirmed;
}

/** Replaces a temporary password and adds what the user still has to tell, all or nothing (C195). */
export function replaceTemporaryPassword(
  context: ClientContext,
  user: User,
  chosen: { readonly password: string; readonly attributes: readonly AttributeInput[] },
): User {
  const attributes = changedAttributes(context, user, chosen.attributes);
  return context.service.store.transaction(() => {
    const changed = { ...user, attributes };
    moveNames(context, user, attributes);
    claimAliases(context, changed, false);
    return setPassword(context, changed, chosen.password);
  });
}

/**
 * Stores a permanent password; the user is confirmed from then on (C147). Sessions stay (C42).
 * @throws ServiceError NotAuthorizedException for a user of an identity provider, PasswordHistoryPolicyViolationException
 *   for one of the user's last ones
 */
export function setPassword(context: PoolContext, user: User, password: string): User {
  const { service, pool } = context;
  // A user of a provider has none (C236, C291).
  if (user.status === "EXTERNAL_PROVIDER") throw notAuthorized(TEXTS.setInWrongState);
  const changed: User = {
    ...user,
    password: newPasswordRecord(pool, user.username, password),
    passwordExpires: null,
    status: "CONFIRMED",
    modified: service.clock.now(),
  };
  service.store.transaction(() => {
    turnHistory(context, user, password);
    service.store.users.save(changed);
  });
  return changed;
}

/** Stores a password that has to be replaced at the next sign-in (C147, C148). */
export function setTemporaryPassword(context: PoolContext, user: User, password: string): User {
  const { service, pool } = context;
  const now = service.clock.now();
  const changed: User = {
    ...user,
    password: newPasswordRecord(pool, user.username, password),
    passwordExpires: now + pool.passwordPolicy.temporaryPasswordDays * DAY,
    status: "FORCE_CHANGE_PASSWORD",
    modified: now,
  };
  service.store.transaction(() => {
    keepReplaced(context, user);
    service.store.users.save(changed);
  });
  return changed;
}

/** Makes the user choose a new password by a code, which is sent (C237). */
export async function resetByAdministrator(context: SenderContext, user: User): Promise<void> {
  const { service, pool } = context;
  if (["UNCONFIRMED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"].includes(user.status)) {
    throw notAuthorized(TEXTS.resetInWrongState);
  }
  countAttempt(context, user.sub, "resetPassword");
  const channels = pool.recovery.includes("admin_only") ? PHONE_THEN_EMAIL : pool.recovery;
  const attribute = channels.find((channel) => isProved(user, channel));
  if (attribute === undefined || attribute === "admin_only")
    throw invalidParameter(TEXTS.cannotReset);
  const changed: User = { ...user, status: "RESET_REQUIRED", modified: service.clock.now() };
  service.store.users.save(changed);
  const purpose = "reset-password";
  await sendCode(context, { user: changed, purpose, attribute, occasion: "ForgotPassword" });
}

const PHONE_THEN_EMAIL = ["phone_number", "email"] as const;

function isProved(user: User, channel: RecoveryChannel): boolean {
  return Boolean(user.attributes[channel]) && user.attributes[`${channel}_verified`] === "true";
}

/** The attribute that a reset code goes to (C270), or why there is none (C224). */
function recoveryChannel(context: ClientContext, user: User): ContactAttribute | ServiceError {
  if (!user.enabled) return notAuthorized(TEXTS.userDisabled);
  if (user.status === "FORCE_CHANGE_PASSWORD" || user.status === "EXTERNAL_PROVIDER") {
    return notAuthorized(TEXTS.resetInWrongState);
  }
  for (const channel of context.pool.recovery) {
    if (channel === "admin_only") return notAuthorized(TEXTS.resetByAdministrator);
    // What is asked for beside the password does not replace the password (C270).
    const isFactor = activeFactors(context, user).some((factor) => CONTACTS[factor] === channel);
    if (isProved(user, channel) && !isFactor) return channel;
  }
  return invalidParameter(TEXTS.cannotReset);
}
