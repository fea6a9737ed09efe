import { claimAliases } from "../attributes/aliases.ts";
import { checkValue } from "../attributes/writes.ts";
import { isTriggerError, ServiceError } from "../../json-api/errors.ts";
import { switchOn } from "../mfa/factors.ts";
import { findUser } from "../names.ts";
import { addUser, attributesOfName, refuseTakenName } from "../sign-up/new-names.ts";
import { newUser } from "../sign-up/new-users.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { callTrigger, invalidResponse } from "./call.ts";
import type { TriggerResponse } from "./responses.ts";

/**
 * Asks the pool's function for an unknown user who signs in with a password (C306, C311), and stores whom it brings.
 * @returns undefined where there is no such function, or it knows nobody
 */
export function migrateUser(
  context: ClientContext,
  username: string,
  password: string,
): Promise<User | undefined> {
  return migrate(context, { username, password, source: "Authentication" });
}

/** The same for one who forgot the password: a new one has to be set (C306). */
export function migrateForgetfulUser(
  context: ClientContext,
  username: string,
): Promise<User | undefined> {
  return migrate(context, { username, password: null, source: "ForgotPassword" });
}

interface Migration {
  readonly username: string;
  readonly password: string | null;
  readonly source: "Authentication" | "ForgotPassword";
}

async function migrate(context: ClientContext, migration: Migration): Promise<User | undefined> {
  if (!context.pool.triggers.has("UserMigration")) return undefined;
  const { client, clientMetadata, validationData } = context;
  const { username, password, source } = migration;
  try {
    const response = await callTrigger(context, {
      trigger: "UserMigration",
      source,
      userName: username,
      clientId: client.id,
      request: {
        ...(password !== null && { password }),
        validationData: validationData ?? null,
        ...(clientMetadata && { clientMetadata }),
      },
    });
    return response?.["userAttributes"] ? store(context, migration, response) : undefined;
  } catch (error) {
    if (!isTriggerError(error) || error.code !== "UserLambdaValidationException") throw error;
    // Functions throw where they know nobody: a client that hides users shows nothing of it (C151).
    if (client.hidesUsers) return undefined;
    const text = `Exception migrating user in app client ${client.id}`;
    throw new ServiceError("UserNotFoundException", text);
  }
}

function store(
  context: ClientContext,
  { username, password }: Migration,
  response: TriggerResponse,
): User {
  const { service, pool } = context;
  // Another sign-in may have brought the same user while the function thought about this one.
  const known = findUser(context, username);
  if (known) return known;
  // With a password that just signed in elsewhere the user is confirmed, unless the function says otherwise.
  const status =
    password === null ? "RESET_REQUIRED" : (response["finalUserStatus"] ?? "CONFIRMED");
  if (status !== "CONFIRMED" && status !== "RESET_REQUIRED") throw invalidResponse();
  const supplied = attributesOfName(pool, username);
  const { username: _, ...given } = response["userAttributes"] as Record<string, string>;
  const attributes = { ...supplied, ...given };
  checkAttributes(context, attributes);
  const user = newUser(context, {
    name: username,
    status,
    attributes,
    password: password ?? undefined,
  });
  service.store.transaction(() => {
    refuseTakenName(context, username, attributes);
    addUser(context, user, supplied);
    claimAliases(context, user, response["forceAliasCreation"] === true);
    if (response["enableSMSMFA"] === true) switchOn(context, user, "SMS_MFA");
  });
  return user;
}

/** Refuses values that the pool's schema has no place for. */
function checkAttributes({ pool }: ClientContext, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = pool.schema.get(name);
    if (!rule || name === "sub") throw invalidResponse();
    checkValue(rule, value);
  }
}
