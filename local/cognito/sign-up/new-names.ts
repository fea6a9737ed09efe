import { holdAttribute, ownerOf } from "../attributes/aliases.ts";
import { isEmail, isPhoneNumber } from "../messages/delivery.ts";
import { invalidParameter, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { findUser, foldName } from "../names.ts";
import type { ContactAttribute, UserPool } from "../pool.ts";
import type { PoolContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";

/** What the user name says about the user where people sign in by e-mail or phone; refuses other names (C171, C174). */
export function attributesOfName(pool: UserPool, username: string): Attributes {
  const allowed = pool.usernameAttributes;
  if (allowed.length === 0) {
    refuseAliasForm(pool, username);
    return {};
  }
  if (allowed.includes("email") && isEmail(username)) return { email: username };
  if (allowed.includes("phone_number") && isPhoneNumber(username))
    return { phone_number: username };
  if (allowed.length > 1) {
    throw invalidParameter("Username should be either an email or a phone number.");
  }
  throw invalidParameter(
    allowed[0] === "email" ? "Username should be an email." : "Username should be a phone number.",
  );
}

/** A name of the form of an alias could pass for someone's who has yet to prove theirs (C171). */
function refuseAliasForm({ aliasAttributes }: UserPool, username: string): void {
  const form =
    (aliasAttributes.includes("email") && isEmail(username) && "email") ||
    (aliasAttributes.includes("phone_number") && isPhoneNumber(username) && "phone number");
  if (!form) return;
  throw invalidParameter(
    `Username cannot be of ${form} format, since user pool is configured for ${form} alias.`,
  );
}

/** What is said about a taken name, by what was taken. */
type TakenTexts = Readonly<Record<ContactAttribute | "username", string>>;

const SIGN_UP_REFUSALS: TakenTexts = {
  username: TEXTS.usernameTaken,
  email: TEXTS.emailTaken,
  phone_number: TEXTS.phoneTaken,
};

/** What an administrator is told (C234). */
export const ADMIN_REFUSALS: TakenTexts = {
  username: TEXTS.accountTaken,
  email: TEXTS.emailTaken,
  phone_number: TEXTS.phoneTaken,
};

/** Refuses a name, and values of username attributes, that lead to someone or are someone's already (C175, C250). */
export function refuseTakenName(
  context: PoolContext,
  username: string,
  attributes: Attributes,
  refusals = SIGN_UP_REFUSALS,
): void {
  const { usernameAttributes } = context.pool;
  const taken = usernameAttributes.find(
    (attribute) => ownerOf(context, attribute, attributes[attribute]) !== undefined,
  );
  if (taken) {
    throw new ServiceError("UsernameExistsException", refusals[taken]);
  }
  // Not only names: whoever was called like another's alias or `sub` would get their codes and locks (C168).
  if (usernameAttributes.length === 0 && findUser(context, username)) {
    throw new ServiceError("UsernameExistsException", refusals.username);
  }
}

/**
 * Stores a new user together with what leads to it at once (C250).
 * @param supplied the attribute that came as user name; it alone leads to the user
 */
export function addUser(context: PoolContext, user: User, supplied: Attributes): void {
  const { service, pool } = context;
  service.store.users.add(user, foldName(pool, user.username));
  for (const attribute of pool.usernameAttributes) {
    holdAttribute(context, {
      sub: user.sub,
      attribute,
      value: user.attributes[attribute],
      isName: supplied[attribute] !== undefined,
    });
  }
}
