import { visibleAttributes } from "../attribute-access.ts";
import { requiredAttributeNames } from "../attribute-writes.ts";
import { openChallenge } from "../challenge-sessions.ts";
import type { ClientContext } from "../service.ts";
import { API_SCOPE, startSession } from "../sessions.ts";
import type { User } from "../tables/users.ts";
import { postAuthentication } from "../triggers/sign-in.ts";
import { askTokenChanges, type TokenOccasion } from "../triggers/tokens.ts";
import { authenticationResult } from "./authentication-result.ts";
import type { Output } from "./operation.ts";

/**
 * Tokens, or the step that stands before them, for a user whose password was right (C186).
 * @param occasion the step that was the last one
 */
export async function finishSignIn(
  context: ClientContext,
  user: User,
  occasion: TokenOccasion = "Authentication",
): Promise<Output> {
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(context, user);
  await postAuthentication(context, user);
  const changes = await askTokenChanges(context, { user, scope: API_SCOPE, occasion });
  const tokens = await startSession(context, {
    user,
    scope: API_SCOPE,
    source: "api",
    authTime: context.service.clock.now(),
    hasRefreshToken: true,
    changes,
  });
  return { AuthenticationResult: authenticationResult(tokens), ChallengeParameters: {} };
}

/** Asks for a password of the user's own after a temporary one (C195). */
function newPasswordChallenge(context: ClientContext, user: User): Output {
  const { pool, client } = context;
  const visible = visibleAttributes(client, user.attributes, null);
  const missing = requiredAttributeNames(pool).filter((name) => !user.attributes[name]);
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: openChallenge(context, {
      kind: "NEW_PASSWORD_REQUIRED",
      subject: user.sub,
      content: {},
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(Object.fromEntries(visible)),
    },
  };
}
