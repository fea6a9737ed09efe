import { checkValue, requiredAttributeNames } from "../cognito/attributes/writes.ts";
import { ServiceError } from "../json-api/errors.ts";
import { attributesOfName } from "../cognito/sign-up/new-names.ts";
import type { UserPool } from "../cognito/pool.ts";
import { MFA, USERNAME } from "./columns.ts";
import { attributesOf, isTrue, namedAttributes, nameOf } from "./row-values.ts";
import type { Row } from "./user-file.ts";

/** What a rule has against a row. */
export interface Problem {
  readonly column: string;
  readonly rule: string;
  readonly fix: string;
}

type RowRule = (row: Row, pool: UserPool) => readonly Problem[];

const FLAGS = ["email_verified", "phone_number_verified", MFA];
const CONTACTS = ["email", "phone_number"] as const;

/**
 * What Cognito asks of a user's line, in the order in which it is told.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export const ROW_RULES: readonly RowRule[] = [
  function name(row) {
    const value = nameOf(row);
    if (value === "") return one(USERNAME, "Every user has one.", "Fill it in.");
    return /\s/.test(value) ? one(USERNAME, "It has no blanks.", "Remove them.") : [];
  },
  function nameOfPool(row, pool) {
    const value = nameOf(row);
    const refusal = refusalOf(() => attributesOfName(pool, value));
    return value !== "" && refusal ? one(USERNAME, refusal, "Write the name that signs in.") : [];
  },
  function nameAndAttribute(row, pool) {
    return Object.entries(namedAttributes(row, pool)).flatMap(([column, value]) => {
      const given = row.values.get(column) || value;
      return given.toLowerCase() === value.toLowerCase()
        ? []
        : one(column, `It differs from ${USERNAME}.`, "Write the same value, or none."); // C174
    });
  },
  function plainText({ values }) {
    return [...values].flatMap(([column, value]) =>
      value.startsWith('"')
        ? one(
            column,
            "A value is not in quotation marks.",
            "Remove them; a comma gets a backslash.",
          )
        : [],
    );
  },
  function flags({ values }) {
    return FLAGS.flatMap((column) =>
      /^(true|false)?$/i.test(values.get(column) ?? "")
        ? []
        : one(column, "It is true or false.", "Write one of them."),
    );
  },
  function verifiedValue(row) {
    return CONTACTS.flatMap((column) =>
      isTrue(row, `${column}_verified`) && !row.values.has(column)
        ? one(
            column,
            `${column}_verified is true, and there is none.`,
            "Fill it in, or write false.",
          )
        : [],
    );
  },
  function verifiedContact(row, { autoVerified }) {
    const columns = autoVerified.map((attribute) => `${attribute}_verified`);
    if (columns.length === 0 || columns.some((column) => isTrue(row, column))) return [];
    return one(
      columns[0] ?? "",
      "None of the auto verified attributes is true, and the new password's code needs one.",
      `Verify the address and write true in ${columns.join(" or ")}.`,
    );
  },
  function required(row, pool) {
    const attributes = attributesOf(row, pool);
    return requiredAttributeNames(pool)
      .filter((column) => !attributes[column])
      .flatMap((column) => one(column, "The pool requires it.", "Fill it in.")); // C261
  },
  function birthdate({ values }) {
    return /^((0[1-9]|1[0-2])\/(0[1-9]|[12]\d|3[01])\/\d{4})?$/.test(values.get("birthdate") ?? "")
      ? []
      : one("birthdate", "It is a date as MM/DD/YYYY.", "Write it so.");
  },
  function schema(row, pool) {
    return Object.entries(attributesOf(row, pool)).flatMap(([column, value]) => {
      const rule = pool.schema.get(column);
      const isOwn = FLAGS.includes(column) || column === "birthdate";
      const refusal = rule && !isOwn && refusalOf(() => checkValue(rule, value));
      return refusal ? one(column, refusal, "Correct the value.") : []; // C256, C257
    });
  },
  function secondFactor(row, { mfa: { configuration } }) {
    const value = (row.values.get(MFA) ?? "").toLowerCase();
    if (configuration === "ON" && value === "false") {
      return one(MFA, "The pool requires a second factor.", "Write true, or nothing.");
    }
    return configuration === "OFF" && value === "true"
      ? one(MFA, "The pool has no second factor.", "Write false, or nothing.")
      : [];
  },
];

function one(column: string, rule: string, fix: string): readonly Problem[] {
  return [{ column, rule, fix }];
}

function refusalOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return sentence(error.message);
    throw error;
  }
}

function sentence(message: string): string {
  return message.endsWith(".") ? message : `${message}.`;
}
