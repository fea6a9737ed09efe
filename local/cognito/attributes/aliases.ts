import { invalidParameter, ServiceError } from "../../json-api/errors.ts";
import { findUser, foldName } from "../names.ts";
import type { PoolContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";

/**
 * Lets an attribute of the user lead to them.
 * @param claim.isForced takes an e-mail address or phone number from whom it led to before (C180); a name, never
 * @throws ServiceError AliasExistsException
 */
export function claimAlias(
  context: PoolContext,
  claim: { readonly user: User; readonly attribute: string; readonly isForced: boolean },
): void {
  const { pool, service } = context;
  const { users } = service.store;
  const { user, attribute, isForced } = claim;
  const value = foldName(pool, user.attributes[attribute] ?? "");
  const owner = findUser(context, value);
  if (owner && owner.sub !== user.sub) {
    const isTheirAlias = users.aliasOwner(pool.id, attribute, value) === owner.sub;
    if (!isForced || !isTheirAlias || attribute === "preferred_username") {
      throw aliasExists(attribute);
    }
    users.removeAlias(pool.id, attribute, owner.sub);
    unverify(context, owner, attribute);
  }
  users.removeAlias(pool.id, attribute, user.sub);
  users.setAlias({ pool: pool.id, attribute, value, sub: user.sub, isName: true });
}

/** Lets every attribute lead to the user that may, and no other: verified ones, and `preferred_username` (C251). */
export function claimAliases(context: PoolContext, user: User, isForced: boolean): void {
  const { users } = context.service.store;
  for (const attribute of context.pool.aliasAttributes) {
    if (isUsableAlias(user.attributes, attribute))
      claimAlias(context, { user, attribute, isForced });
    else users.removeAlias(user.pool, attribute, user.sub);
  }
}

/** Whether an attribute of these may lead to its user: with a value, which is verified or a name (C251). */
export function isUsableAlias(attributes: Attributes, attribute: string): boolean {
  const isProved =
    attribute === "preferred_username" || attributes[`${attribute}_verified`] === "true";
  return Boolean(attributes[attribute]) && isProved;
}

function unverify({ service }: PoolContext, owner: User, attribute: string): void {
  const attributes = { ...owner.attributes, [`${attribute}_verified`]: "false" };
  service.store.users.save({ ...owner, attributes, modified: service.clock.now() });
}

/**
 * Moves the user's names along with username attributes that are about to change (C250).
 * @throws ServiceError AliasExistsException for a value that is someone else's; nothing has moved then
 */
export function moveNames(context: PoolContext, user: User, attributes: Attributes): void {
  const { pool, service } = context;
  const moves = pool.usernameAttributes
    .filter((attribute) => attributes[attribute] !== user.attributes[attribute])
    .map((attribute) => ({
      sub: user.sub,
      attribute,
      value: attributes[attribute],
      isName: ownsName(context, user, attribute),
    }));
  for (const { attribute, value, isName } of moves) {
    const owner = ownerOf(context, attribute, value);
    if (owner !== undefined && owner !== user.sub) throw aliasExists(attribute);
    if (isName && !value) {
      throw invalidParameter(`The user signs in by ${attribute}, which needs a value.`);
    }
  }
  for (const move of moves) {
    service.store.users.removeAlias(pool.id, move.attribute, user.sub);
    holdAttribute(context, move);
  }
}

/**
 * Keeps others from having this value of a username attribute (C250).
 * @param held.isName whether it also leads to the user: only the one that they signed up by does
 */
export function holdAttribute(
  { service, pool }: PoolContext,
  held: {
    readonly sub: string;
    readonly attribute: string;
    readonly value: string | undefined;
    readonly isName: boolean;
  },
): void {
  if (!held.value) return;
  const value = foldName(pool, held.value);
  service.store.users.setAlias({ ...held, pool: pool.id, value });
}

/** Whose value of a username attribute this is (C250); nobody's when there is none. */
export function ownerOf(
  { service, pool }: PoolContext,
  attribute: string,
  value: string | undefined,
): string | undefined {
  if (!value) return undefined;
  return service.store.users.aliasOwner(pool.id, attribute, foldName(pool, value));
}

function ownsName({ service, pool }: PoolContext, user: User, attribute: string): boolean {
  const value = foldName(pool, user.attributes[attribute] ?? "");
  return service.store.users.byAlias(pool.id, value)?.sub === user.sub;
}

/** Refuses a value that leads to somebody else. */
export function aliasExists(attribute: string): ServiceError {
  return new ServiceError(
    "AliasExistsException",
    `An account with the ${attribute} already exists.`,
  );
}
