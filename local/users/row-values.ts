import type { UserPool } from "../cognito/pool.ts";
import type { Attributes } from "../cognito/tables/users.ts";
import { attributesOfName } from "../cognito/sign-up/new-names.ts";
import { MFA, USERNAME } from "./columns.ts";
import type { Row } from "./user-file.ts";

/** The user's name in the file. */
export function nameOf({ values }: Row): string {
  return values.get(USERNAME) ?? "";
}

/** Whether the row's flag is set. */
export function isTrue({ values }: Row, column: string): boolean {
  return values.get(column)?.toLowerCase() === "true";
}

/** The attributes that the row gives its user, as the store keeps them. */
export function attributesOf(row: Row, pool: UserPool): Attributes {
  const given = [...row.values].filter(([column]) => column !== USERNAME && column !== MFA);
  const attributes = Object.fromEntries(
    given.map(([column, value]) => [column, storedValue(column, value)]),
  );
  return { ...namedAttributes(row, pool), ...unverified(attributes), ...attributes };
}

/** What the name says of a user of a pool where people sign in by e-mail or phone (C250). */
export function namedAttributes(row: Row, pool: UserPool): Attributes {
  if (pool.usernameAttributes.length === 0) return {};
  try {
    return attributesOfName(pool, nameOf(row));
  } catch {
    return {}; // a finding of its own
  }
}

/** A value of an attribute as the file has it. */
export function fileValue(column: string, value: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  return column === "birthdate" && year ? `${month}/${day}/${year}` : value;
}

// A date is MM/DD/YYYY in the file, and in claims as OpenID Connect Core 1.0 has it (section 5.1).
function storedValue(column: string, value: string): string {
  if (column.endsWith("_verified")) return value.toLowerCase();
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(value) ?? [];
  return column === "birthdate" && year ? `${year}-${month}-${day}` : value;
}

function unverified(attributes: Attributes): Attributes {
  return {
    ...(attributes["email"] && { email_verified: "false" }),
    ...(attributes["phone_number"] && { phone_number_verified: "false" }),
  };
}
