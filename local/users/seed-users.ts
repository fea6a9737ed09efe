import { createHash } from "node:crypto";
import { claimAliases } from "../cognito/attributes/aliases.ts";
import { requiredAttributeNames } from "../cognito/attributes/writes.ts";
import { OptionError } from "../program-options.ts";
import { addUser } from "../cognito/sign-up/new-names.ts";
import { newUser } from "../cognito/sign-up/new-users.ts";
import { checkPasswordPolicy } from "../cognito/passwords/policy.ts";
import type { UserPool } from "../cognito/pool.ts";
import type { PoolContext } from "../cognito/service.ts";
import type { Attributes } from "../cognito/tables/users.ts";

/** The password of every generated user, unless another is asked for. Nothing that is served beyond this machine has it. */
export const SEED_PASSWORD = "Local-Only-7-Password";

const GIVEN_NAMES = ["Ada", "Alan", "Barbara", "Dennis", "Edsger", "Grace", "Ken", "Radia"];
const FAMILY_NAMES = ["Hopper", "Knuth", "Lamport", "Liskov", "Lovelace", "Perlman", "Ritchie"];
const SECONDS_BETWEEN_BIRTHS = 86_400 * 29;
/** A password costs half a millisecond, and a runtime that serves the same state waits for the end. */
const USERS_AT_ONCE = 50;

/**
 * Adds users 1 to `count`, confirmed, with one password; those who are there already stay as they are. The same
 * number is the same user each time, `sub` included.
 * @returns how many were added
 * @throws {OptionError} for a password against the pool's policy
 */
export function seedUsers(context: PoolContext, count: number, password: string): number {
  const { store } = context.service;
  refuseWeak(context.pool, password);
  let added = 0;
  for (let first = 1; first <= count; first += USERS_AT_ONCE) {
    const last = Math.min(count, first + USERS_AT_ONCE - 1);
    store.transaction(() => {
      for (let number = first; number <= last; number += 1) {
        added += Number(seedUser(context, number, password));
      }
    });
  }
  return added;
}

/** The name that a generated user signs in with. */
export function seedName(pool: UserPool, number: number): string {
  const { email, phone_number: phone } = contactsOf(number);
  const [attribute] = pool.usernameAttributes;
  if (attribute === undefined) return `user-${number}`;
  return attribute === "email" ? email : phone;
}

function refuseWeak({ passwordPolicy }: UserPool, password: string): void {
  try {
    checkPasswordPolicy(passwordPolicy, password);
  } catch (error) {
    throw new OptionError(`--password: ${(error as Error).message}.`, { cause: error });
  }
}

function seedUser(context: PoolContext, number: number, password: string): boolean {
  const { service, pool } = context;
  const sub = subOf(pool, number);
  if (service.store.users.bySub(pool.id, sub)) return false;
  const name = seedName(pool, number);
  const attributes = attributesOf(pool, number);
  const user = newUser(context, { name, status: "CONFIRMED", attributes, password, sub });
  const [attribute = ""] = pool.usernameAttributes;
  addUser(context, user, attribute ? { [attribute]: name } : {});
  claimAliases(context, user, false);
  return true;
}

/** Both addresses, a name, and whatever else the pool requires; `example.test` and 555-01xx are nobody's. */
function attributesOf(pool: UserPool, number: number): Attributes {
  const given = GIVEN_NAMES[number % GIVEN_NAMES.length] ?? "";
  const family = FAMILY_NAMES[number % FAMILY_NAMES.length] ?? "";
  const born = new Date((number % 700) * SECONDS_BETWEEN_BIRTHS * 1000).toISOString();
  const known: Attributes = {
    ...contactsOf(number),
    email_verified: "true",
    phone_number_verified: "true",
    given_name: given,
    family_name: family,
    name: `${given} ${family}`,
    birthdate: born.slice(0, 10),
  };
  const required = requiredAttributeNames(pool).filter((name) => known[name] === undefined);
  return { ...Object.fromEntries(required.map((name) => [name, `${number}`])), ...known };
}

function contactsOf(number: number) {
  const digits = String(number).padStart(8, "0");
  return { email: `user-${number}@example.test`, phone_number: `+1555${digits}` };
}

function subOf(pool: UserPool, number: number): string {
  const hex = createHash("sha256").update(`${pool.id} user ${number}`).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}
