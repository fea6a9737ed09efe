import { visibleAttributes } from "../attribute-access.ts";
import { requiredAttributeNames } from "../attribute-writes.ts";
import { openChallenge } from "../challenge-sessions.ts";
import { askFactor } from "../mfa/challenges.ts";
import { nextStep, type Proof } from "../next-step.ts";
import type { ClientContext } from "../service.ts";
import { API_SCOPE, startSession } from "../sessions.ts";
import type { User } from "../tables/users.ts";
import { postAuthentication } from "../triggers/sign-in.ts";
import { askTokenChanges, type TokenOccasion } from "../triggers/tokens.ts";
import { authenticationResult } from "./authentication-result.ts";
import { factorChallenge, selectionChallenge, setUpChallenge } from "./mfa-challenges.ts";
import type { Output } from "./operation.ts";

/**
 * Tokens, or the step that stands before them, for a user who has proved a first factor or both (C186).
 * @param made.occasion the step that was the last one
 */
export async function finishSignIn(
  context: ClientContext,
  user: User,
  made: { readonly occasion?: TokenOccasion; readonly proof?: Proof } = {},
): Promise<Output> {
  const { occasion = "Authentication", proof = "first-factor" } = made;
  const step = nextStep(context, user, proof);
  switch (step.kind) {
    case "NEW_PASSWORD_REQUIRED":
      return newPasswordChallenge(context, user);
    case "DONE":
      return issueTokens(context, user, occasion);
    case "MFA":
      return factorChallenge(context, await askFactor(context, user, { ...step, place: "API" }));
    case "SELECT_MFA_TYPE":
      return selectionChallenge(context, user, step.factors);
    case "MFA_SETUP":
      return setUpChallenge(context, user, step.factors);
  }
}

async function issueTokens(
  context: ClientContext,
  user: User,
  occasion: TokenOccasion,
): Promise<Output> {
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
