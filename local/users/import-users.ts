import { claimAliases } from "../cognito/attributes/aliases.ts";
import { ServiceError } from "../json-api/errors.ts";
import { isUsable } from "../cognito/mfa/factors.ts";
import { setPreferences } from "../cognito/mfa/preferences.ts";
import { findByName, findUser } from "../cognito/names.ts";
import { addUser, refuseTakenName } from "../cognito/sign-up/new-names.ts";
import { newUser } from "../cognito/sign-up/new-users.ts";
import type { UserPool } from "../cognito/pool.ts";
import type { PoolContext } from "../cognito/service.ts";
import type { Attributes, User, UserStatus } from "../cognito/tables/users.ts";
import { members, texts } from "../program/graph.ts";
import { MFA } from "./columns.ts";
import { attributesOf, isTrue, namedAttributes, nameOf } from "./row-values.ts";
import type { Row } from "./user-file.ts";

/** What became of a row, in the words of an import job's log. */
export interface Outcome {
  readonly line: number;
  readonly result: "SUCCEEDED" | "SKIPPED" | "FAILED";
  readonly message: string;
}

/** A line as an import job writes it to its log; it holds nobody's data. */
export function outcomeText({ line, result, message }: Outcome): string {
  return `[${result}] Line Number ${line} - ${message}`;
}

// A runtime that serves the same state waits meanwhile, so it is a few milliseconds at a time.
const ROWS_AT_ONCE = 200;

/**
 * Adds the rows' users to the store; who is there already stays as they are. A line that fails stops no other.
 * @param isDryRun says what would become of them, and writes nothing
 */
export function importUsers(
  context: PoolContext,
  rows: readonly Row[],
  { isDryRun }: { readonly isDryRun: boolean },
): readonly Outcome[] {
  const { store } = context.service;
  const outcomes: Outcome[] = [];
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const some = rows.slice(at, at + ROWS_AT_ONCE);
    store.transaction(() => {
      for (const row of some) outcomes.push(importRow(context, row, isDryRun));
    });
  }
  return outcomes;
}

function importRow(context: PoolContext, row: Row, isDryRun: boolean): Outcome {
  const { line } = row;
  const name = nameOf(row);
  if (findByName(context, name)) {
    return { line, result: "SKIPPED", message: "The user already exists." };
  }
  try {
    const attributes = attributesOf(row, context.pool);
    const status = statusOf(context.pool, attributes);
    const user = newUser(context, { name, status, attributes });
    refuseTakenName(context, name, attributes);
    refuseTakenAlias(context, attributes);
    if (!isDryRun) {
      addUser(context, user, namedAttributes(row, context.pool));
      claimAliases(context, user, false);
      if (isTrue(row, MFA)) switchFactorsOn(context, user);
    }
    return { line, result: "SUCCEEDED", message: "The import succeeded." };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { line, result: "FAILED", message: error.message };
  }
}

/** Refuses verified values that lead to somebody else (C251), before anything is written. */
function refuseTakenAlias(context: PoolContext, attributes: Attributes): void {
  for (const attribute of context.pool.aliasAttributes) {
    const value = attributes[attribute];
    const isClaimed =
      attribute === "preferred_username" || attributes[`${attribute}_verified`] === "true";
    if (!value || !isClaimed || !findUser(context, value)) continue;
    const text = `An account with the ${attribute} already exists.`;
    throw new ServiceError("AliasExistsException", text);
  }
}

/** Switches on each second factor of the pool that the user has the address for (C221). */
function switchFactorsOn(context: PoolContext, user: User): void {
  const usable = context.pool.mfa.factors.filter((factor) => isUsable(context, user, factor));
  if (usable.length === 0) return;
  const wanted = Object.fromEntries(usable.map((factor) => [factor, { Enabled: true }]));
  setPreferences(context, user, wanted);
}

/**
 * Passwords are not in the file, so a user sets one (C342), unless the pool sends them a one-time code to sign in with.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
function statusOf({ inputs }: UserPool, attributes: Attributes): UserStatus {
  const factors = texts(members(inputs["signInPolicy"])["allowedFirstAuthFactors"]);
  const canBeSent =
    (factors.includes("EMAIL_OTP") && attributes["email"]) ||
    (factors.includes("SMS_OTP") && attributes["phone_number"]);
  return canBeSent ? "CONFIRMED" : "RESET_REQUIRED";
}
