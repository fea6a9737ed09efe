import { visibleAttributes } from "../attributes/access.ts";
import { requiredAttributeNames } from "../attributes/writes.ts";
import { openChallenge } from "../sign-in/challenge-sessions.ts";
import { askFactor } from "../mfa/challenges.ts";
import { presentedDevice } from "../sign-in/devices.ts";
import { nextStep, type Proof } from "../sign-in/next-step.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import type { TokenOccasion } from "../triggers/tokens.ts";
import { askForDevice } from "./device-sign-in.ts";
import { issueTokens } from "./issue-tokens.ts";
import { factorChallenge, selectionChallenge, setUpChallenge } from "./mfa-challenges.ts";
import type { Output } from "../../json-api/operation.ts";

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
  const device = presentedDevice(context, user);
  // It has to prove itself in place of the second factor before there are tokens (C269).
  const standsIn = device?.isRemembered === true && context.pool.devices?.replacesMfa === true;
  const step = nextStep(context, user, standsIn ? "both-factors" : proof);
  switch (step.kind) {
    case "NEW_PASSWORD_REQUIRED":
      return newPasswordChallenge(context, user);
    case "DONE":
      return device?.isRemembered
        ? askForDevice(context, device)
        : issueTokens(context, user, { occasion, device });
    case "MFA":
      return factorChallenge(context, await askFactor(context, user, { ...step, place: "API" }));
    case "SELECT_MFA_TYPE":
      return selectionChallenge(context, user, step.factors);
    case "MFA_SETUP":
      return setUpChallenge(context, user, step.factors);
  }
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
