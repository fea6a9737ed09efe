import { claimAliases } from "../attributes/aliases.ts";
import { administratorsAttributes, type AttributeInput } from "../attributes/writes.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { askInvitationTexts, invite } from "../messages/invitations.ts";
import { requireNamed } from "../names.ts";
import { ADMIN_REFUSALS, addUser, attributesOfName, refuseTakenName } from "./new-names.ts";
import { newUser } from "./new-users.ts";
import { setTemporaryPassword } from "../passwords/changes.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import { generatedPassword } from "../seeding/seeded-passwords.ts";
import type { PoolContext, SenderContext } from "../service.ts";
import { mayBePasswordless, withUnverified } from "./sign-up.ts";
import type { User } from "../tables/users.ts";
import { judgeInvited } from "../triggers/sign-up.ts";

/** A user whom an administrator creates (C234). */
export interface CreationRequest {
  readonly username: string;
  readonly attributes: readonly AttributeInput[];
  /** Left out: generated, or none at all where users sign in without one (C147). */
  readonly temporaryPassword: string | undefined;
  readonly isInvited: boolean;
  readonly mediums: readonly string[];
  /** Takes verified aliases from those who have them. */
  readonly isForced: boolean;
}

/** Creates a user with a temporary password, and invites them unless told not to (C234). */
export async function createUser(context: SenderContext, request: CreationRequest): Promise<User> {
  const { service, pool } = context;
  const { username } = request;
  const supplied = attributesOfName(pool, username);
  const attributes = withUnverified(
    administratorsAttributes(context, request.attributes, supplied),
  );
  const isPasswordless = request.temporaryPassword === undefined && mayBePasswordless(context);
  const password = isPasswordless ? null : temporaryPassword(context, request.temporaryPassword);
  refuseTakenName(context, username, attributes, ADMIN_REFUSALS);
  const asked = newUser(context, {
    name: username,
    status: "FORCE_CHANGE_PASSWORD",
    attributes,
  });
  await judgeInvited(context, asked, context);
  const created = service.store.transaction(() => {
    // Somebody may have taken the name while the function thought about it.
    refuseTakenName(context, username, attributes, ADMIN_REFUSALS);
    addUser(context, asked, supplied);
    claimAliases(context, asked, request.isForced);
    return password === null
      ? confirmWithoutPassword(context, asked)
      : setTemporaryPassword(context, asked, password);
  });
  // Without a password there is nothing that an invitation would tell.
  if (request.isInvited && password !== null) await sendInvite(context, created, request, password);
  return created;
}

function confirmWithoutPassword({ service }: PoolContext, user: User): User {
  const confirmed: User = { ...user, status: "CONFIRMED" };
  service.store.users.save(confirmed);
  return confirmed;
}

/** Invites a user again, with another temporary password, which is good from now on (C148, C234). */
export async function inviteAgain(context: SenderContext, request: CreationRequest): Promise<User> {
  const user = requireNamed(context, request.username);
  if (user.status !== "FORCE_CHANGE_PASSWORD") {
    throw new ServiceError(
      "UnsupportedUserStateException",
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const password = temporaryPassword(context, request.temporaryPassword);
  const renewed = setTemporaryPassword(context, user, password);
  await sendInvite(context, renewed, request, password);
  return renewed;
}

async function sendInvite(
  context: SenderContext,
  user: User,
  { username: name, mediums }: CreationRequest,
  password: string,
): Promise<void> {
  const texts = await askInvitationTexts(context, user, mediums);
  invite(context, user, { name, mediums, temporaryPassword: password, texts });
}

function temporaryPassword({ pool }: PoolContext, given: string | undefined): string {
  if (given === undefined) return generatedPassword(pool);
  checkPasswordPolicy(pool.passwordPolicy, given);
  return given;
}
