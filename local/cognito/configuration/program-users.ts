import { ServiceError } from "../../json-api/errors.ts";
import { creating } from "../../json-api/refused-creation.ts";
import { CreationError } from "../../program/creation-error.ts";
import { type Graph, type Resource, text } from "../../program/graph.ts";
import { POOL_USER } from "../../program/types.ts";
import { aliasExists, isUsableAlias } from "../attributes/aliases.ts";
import { administratorsAttributes } from "../attributes/writes.ts";
import { foldName } from "../names.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import type { UserPool } from "../pool.ts";
import { givenAttributes } from "../seeding/seeded-users.ts";
import { ADMIN_REFUSALS, attributesOfName } from "../sign-up/new-names.ts";
import type { Attributes } from "../tables/users.ts";

/** What leads to the pool's users so far, each as the pool compares it (C253). */
interface TakenNames {
  readonly names: Set<string>;
  /** By value, the attribute that it is of. */
  readonly aliases: Map<string, string>;
}

/**
 * Refuses users of the program that AWS would not create in this pool: by the pool's schema and password policy, and by
 * the names of other users. Memberships may be of users whom the program does not make: seeding looks for them.
 * @throws CreationError by the rules of `AdminCreateUser` (C234)
 */
export function checkUsers(program: Graph, pool: UserPool): void {
  const taken: TakenNames = { names: new Set(), aliases: new Map() };
  for (const user of program.where(POOL_USER, "userPoolId", pool.id)) {
    refuseTwoPasswords(user);
    creating(user, () => checkUser(pool, user, taken));
  }
}

/** The provider's own rule: it would set one, and then the other. */
function refuseTwoPasswords(user: Resource): void {
  const { password, temporaryPassword } = user.inputs;
  if (!text(password) || !text(temporaryPassword)) return;
  throw new CreationError(user, {
    code: "InvalidParameterException",
    value: "password and temporaryPassword",
    text: "A user has a permanent password or a temporary one.",
    fix: "Leave one of them out.",
  });
}

function checkUser(pool: UserPool, { inputs, outputs }: Resource, taken: TakenNames): void {
  const name = text(inputs["username"]) ?? "";
  const supplied = attributesOfName(pool, name);
  const given = Object.entries(givenAttributes(inputs))
    .filter(([key, value]) => !isSame(pool, supplied[key], value))
    .map(([Name, Value]) => ({ Name, Value }));
  const attributes = administratorsAttributes({ pool }, given, supplied);
  for (const password of [inputs["password"], inputs["temporaryPassword"]]) {
    if (text(password)) checkPasswordPolicy(pool.passwordPolicy, text(password) ?? ""); // C173
  }
  takeNames(pool, name, { attributes, taken });
  takeAliases(pool, attributes, { taken, isForced: inputs["forceAliasCreation"] === true });
  taken.names.add(text(outputs["sub"]) ?? ""); // C168
}

function isSame(pool: UserPool, one: string | undefined, other: string): boolean {
  return one !== undefined && foldName(pool, one) === foldName(pool, other);
}

/** Where people sign in by an attribute, its values are the names (C175, C250). */
function takeNames(
  pool: UserPool,
  name: string,
  { attributes, taken }: { readonly attributes: Attributes; readonly taken: TakenNames },
): void {
  const values =
    pool.usernameAttributes.length === 0
      ? [["username", name] as const]
      : pool.usernameAttributes.map((attribute) => [attribute, attributes[attribute]] as const);
  for (const [kind, value] of values) {
    if (!value) continue;
    const key = foldName(pool, value);
    if (taken.names.has(key) || taken.aliases.has(key)) {
      throw new ServiceError("UsernameExistsException", ADMIN_REFUSALS[kind]);
    }
    taken.names.add(key);
  }
}

/** An address or number may be taken from an earlier user by force (C180), a name never. */
function takeAliases(
  pool: UserPool,
  attributes: Attributes,
  { taken, isForced }: { readonly taken: TakenNames; readonly isForced: boolean },
): void {
  for (const attribute of pool.aliasAttributes) {
    if (!isUsableAlias(attributes, attribute)) continue;
    const key = foldName(pool, attributes[attribute] ?? "");
    const isTheirAlias = taken.aliases.get(key) === attribute;
    const isTaken = isTheirAlias || taken.names.has(key) || taken.aliases.has(key);
    if (isTaken && (!isForced || !isTheirAlias || attribute === "preferred_username")) {
      throw aliasExists(attribute);
    }
    taken.aliases.set(key, attribute);
  }
}
