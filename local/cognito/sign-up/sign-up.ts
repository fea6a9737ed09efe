import { claimAlias } from "../attributes/aliases.ts";
import { type AttributeInput, newAttributes } from "../attributes/writes.ts";
import { checkCode, countAttempt, pretendCode, sendCode } from "../messages/codes.ts";
import { type CodeDelivery, deliveryTo, simulatedDelivery } from "../messages/delivery.ts";
import { invalidParameter, notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { isCodeFactor, offeredFactors } from "../sign-in/first-factors.ts";
import { findUser, isName, refuseUnknown, subjectOf } from "../names.ts";
import { addUser, attributesOfName, refuseTakenName } from "./new-names.ts";
import { newUser } from "./new-users.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import type { ContactAttribute, UserPool } from "../pool.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";
import { postConfirmation, preSignUp, type PreSignUpDecision } from "../triggers/sign-up.ts";

/** What somebody signs up with. */
export interface SignUpRequest {
  readonly username: string;
  /** Undefined or empty: a user who signs in without one (C170). */
  readonly password: string | undefined;
  readonly attributes: readonly AttributeInput[];
}

/** A new user, and where the confirmation code went; null where the pool verifies nothing (C272) or a function did. */
export interface SignedUp {
  readonly user: User;
  readonly delivery: CodeDelivery | null;
}

/** Signs a user up (C170); the checks come in the order of C171. */
export async function signUp(context: ClientContext, request: SignUpRequest): Promise<SignedUp> {
  const { service, pool } = context;
  if (pool.isAdminOnly) throw notAuthorized(TEXTS.signUpForbidden);
  if (!isName(request.username)) throw invalidParameter(TEXTS.invalidName);
  const supplied = attributesOfName(pool, request.username);
  const attributes = newAttributes(context, request.attributes, supplied);
  if (request.password || !mayBePasswordless(context)) {
    checkPasswordPolicy(pool.passwordPolicy, request.password ?? "");
  }
  refuseTakenName(context, request.username, attributes);
  const asked = newUser(context, {
    name: request.username,
    status: "UNCONFIRMED",
    attributes: withUnverified(attributes),
    password: request.password || undefined,
  });
  const decision = await preSignUp(context, asked);
  const user = decided(asked, decision);
  service.store.transaction(() => {
    // Somebody may have taken the name while the function thought about it.
    refuseTakenName(context, request.username, attributes);
    addUser(context, user, supplied);
    for (const attribute of decision.verified) {
      if (!pool.aliasAttributes.includes(attribute)) continue;
      claimAlias(context, { user, attribute, isForced: true }); // C308
    }
  });
  if (decision.isConfirmed) {
    await postConfirmation(context, user, "ConfirmSignUp");
    return { user, delivery: null };
  }
  const attribute = codeAttribute(pool, attributes);
  const delivery = attribute
    ? await sendCode(context, { user, purpose: "sign-up", attribute, occasion: "SignUp" })
    : null;
  return { user, delivery };
}

/** The attribute that the confirmation code goes to: the phone alone when both could (C142). */
function codeAttribute(
  { autoVerified }: UserPool,
  attributes: Attributes,
): ContactAttribute | undefined {
  return (["phone_number", "email"] as const).find(
    (name) => autoVerified.includes(name) && attributes[name],
  );
}

/**
 * Checks a confirmation code and confirms the user (C178, C179). A trigger that fails afterwards undoes nothing
 * (C303).
 */
export async function confirmSignUp(
  context: ClientContext,
  request: { readonly username: string; readonly code: string; readonly isForced: boolean },
): Promise<User> {
  const { service, pool } = context;
  if (!isName(request.username)) throw invalidParameter(TEXTS.invalidName); // a link's, C90
  const user = findUser(context, request.username);
  refuseUnknown(context, user);
  const subject = subjectOf(context, user, request.username);
  countAttempt(context, subject, "confirmSignUp");
  if (user && user.status !== "UNCONFIRMED") {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  const { attribute } = checkCode(context, { subject, purpose: "sign-up", code: request.code });
  // Nobody was sent the code of a user who does not exist: a match is a lucky guess.
  if (!user) throw new ServiceError("CodeMismatchException", TEXTS.codeMismatch);
  const confirmed = service.store.transaction(() => {
    service.store.codes.remove(pool.id, subject, "sign-up");
    return markVerified(context, user, { attribute, isForced: request.isForced });
  });
  await postConfirmation(context, confirmed, "ConfirmSignUp");
  return confirmed;
}

/** Where the code that a user waits for went; null when there is none. */
export function lastDelivery({ service, pool }: ClientContext, user: User): CodeDelivery | null {
  const attribute = service.store.codes.find(pool.id, user.sub, "sign-up")?.attribute;
  if (attribute !== "email" && attribute !== "phone_number") return null;
  return deliveryTo(attribute, user.attributes[attribute] ?? "");
}

/** Sends a new confirmation code (C182). */
export async function resendConfirmationCode(
  context: ClientContext,
  username: string,
): Promise<CodeDelivery> {
  const { pool } = context;
  const user = findUser(context, username);
  refuseUnknown(context, user);
  const subject = subjectOf(context, user, username);
  countAttempt(context, subject, "resendCode");
  if (!user) {
    pretendCode(context, subject, "sign-up");
    return simulatedDelivery(context, username, pool.autoVerified);
  }
  if (user.status !== "UNCONFIRMED") throw invalidParameter(TEXTS.alreadyConfirmed);
  const attribute = codeAttribute(pool, user.attributes);
  if (!attribute) throw invalidParameter("Cannot resend codes. Auto verification not turned on.");
  return sendCode(context, { user, purpose: "sign-up", attribute, occasion: "ResendCode" });
}

/** The user, confirmed, and the attribute that a code went to verified and, in an alias pool, claimed (C143, C251). */
export function markVerified(
  context: ClientContext,
  user: User,
  proof: { readonly attribute: string; readonly isForced: boolean },
): User {
  const { service, pool } = context;
  const { attribute, isForced } = proof;
  const verified: User = {
    ...user,
    status: "CONFIRMED",
    attributes: { ...user.attributes, [`${attribute}_verified`]: "true" },
    modified: service.clock.now(),
  };
  if (pool.aliasAttributes.includes(attribute)) {
    claimAlias(context, { user: verified, attribute, isForced });
  }
  service.store.users.save(verified);
  return verified;
}

/** The user as a pre-sign-up function wants them. */
function decided(user: User, { isConfirmed, verified }: PreSignUpDecision): User {
  const proofs = verified.map((attribute) => [`${attribute}_verified`, "true"]);
  return {
    ...user,
    status: isConfirmed ? "CONFIRMED" : user.status,
    attributes: { ...user.attributes, ...Object.fromEntries(proofs) },
  };
}

/** Whether users can sign in by a code that reaches them (C170). */
export function mayBePasswordless(context: PoolContext): boolean {
  return [...offeredFactors(context)].some((factor) => isCodeFactor(factor));
}

/** The attributes, unproved where nothing says otherwise (C143). */
export function withUnverified(attributes: Attributes): Attributes {
  return {
    ...(attributes["email"] && { email_verified: "false" }),
    ...(attributes["phone_number"] && { phone_number_verified: "false" }),
    ...attributes,
  };
}
