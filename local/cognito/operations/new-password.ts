import { takeChallenge } from "../sign-in/challenge-sessions.ts";
import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { findUser } from "../names.ts";
import { replaceTemporaryPassword } from "../passwords/changes.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { parameter, type Parameters } from "./parameters.ts";

const ATTRIBUTE_PREFIX = "userAttributes.";

/** Takes the new password and missing attributes of a user with a temporary password (C195). */
export function answerNewPassword(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): User {
  const { service, pool } = context;
  const password = parameter(responses, "NEW_PASSWORD");
  checkPasswordPolicy(pool.passwordPolicy, password);
  const { subject } = takeChallenge(context, "NEW_PASSWORD_REQUIRED", handle);
  const user = service.store.users.bySub(pool.id, subject);
  const isNamed = findUser(context, parameter(responses, "USERNAME"))?.sub === subject;
  if (!isNamed || user?.status !== "FORCE_CHANGE_PASSWORD" || !user.enabled) {
    throw notAuthorized(TEXTS.unknownSession);
  }
  const given = Object.entries(responses)
    .filter(([name]) => name.startsWith(ATTRIBUTE_PREFIX))
    .map(([name, Value]) => ({ Name: name.slice(ATTRIBUTE_PREFIX.length), Value }));
  return replaceTemporaryPassword(context, user, { password, attributes: given });
}
