import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { ServiceError } from "../../json-api/errors.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";

/** A session that leads from a sign-up to a sign-in (C191), for a client that may choose how to sign in. */
export function openSignUp(context: ClientContext, user: User): string | undefined {
  if (!context.client.flows.has("USER_AUTH") || user.status !== "UNCONFIRMED") return undefined;
  return openChallenge(context, { kind: "SIGNED_UP", subject: user.sub, content: {} });
}

/**
 * The session that signs a confirmed user in without another factor (C191). Only whoever signed up has the one it takes:
 * a code alone does not sign in. A sign-up that took too long is confirmed all the same, and leads to no session.
 */
export function continueSignUp(
  context: ClientContext,
  user: User,
  handle: string | undefined,
): string | undefined {
  if (handle === undefined || !isSessionOf(context, user, handle)) return undefined;
  return openChallenge(context, { kind: "CONFIRMED", subject: user.sub, content: {} });
}

function isSessionOf(context: ClientContext, user: User, handle: string): boolean {
  try {
    return takeChallenge(context, "SIGNED_UP", handle).subject === user.sub;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}
