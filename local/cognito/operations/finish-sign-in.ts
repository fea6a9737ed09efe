import { visibleAttributes } from "../attribute-access.ts";
import { requiredAttributeNames } from "../attribute-writes.ts";
import { openChallenge } from "../challenge-sessions.ts";
import type { ClientContext } from "../service.ts";
import { API_SCOPE, startSession } from "../sessions.ts";
import type { User } from "../tables/users.ts";
import { authenticationResult } from "./authentication-result.ts";
import type { Output } from "./operation.ts";

/** Tokens, or the step that stands before them, for a user whose password was right (C186). */
export async function finishSignIn(context: ClientContext, user: User): Promise<Output> {
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(context, user);
  const tokens = await startSession(context, {
    user,
    scope: API_SCOPE,
    source: "api",
    authTime: context.service.clock.now(),
    hasRefreshToken: true,
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
