import { takeChallenge } from "../challenge-sessions.ts";
import { invalidParameter, notAuthorized, TEXTS } from "../errors.ts";
import { ignored, map, optionalText, required } from "../input.ts";
import { findUser } from "../names.ts";
import { replaceTemporaryPassword } from "../password-changes.ts";
import { checkPasswordPolicy } from "../password-policy.ts";
import { checkSecretHash } from "../secret-hash.ts";
import { type ClientContext, clientOf } from "../service.ts";
import type { User } from "../tables/users.ts";
import { answerCustomChallenge, continueAfterSrp } from "./custom-auth.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { isMfaChallenge, MFA_ANSWERS } from "./mfa-answers.ts";
import { operation, type Operations, type Output } from "./operation.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";
import { clientId, session } from "./shapes.ts";
import { finishSrp, type ProvenUser } from "./srp-sign-in.ts";

// Values of the service model; those that are not served are refused by name.
const CHALLENGE_NAMES = [
  "SMS_MFA",
  "EMAIL_OTP",
  "SOFTWARE_TOKEN_MFA",
  "SELECT_MFA_TYPE",
  "MFA_SETUP",
  "SMS_OTP",
  "PASSWORD_VERIFIER",
  "CUSTOM_CHALLENGE",
  "DEVICE_SRP_AUTH",
  "DEVICE_PASSWORD_VERIFIER",
  "ADMIN_NO_SRP_AUTH",
  "NEW_PASSWORD_REQUIRED",
  "SELECT_CHALLENGE",
  "PASSWORD_SRP",
  "PASSWORD",
  "WEB_AUTHN",
];

/** Answers to the steps of a sign-in (section 5.5). */
export const challengeOperations: Operations = {
  RespondToAuthChallenge: operation(
    {
      ClientId: clientId,
      ChallengeName: required(optionalText({ values: CHALLENGE_NAMES })),
      ChallengeResponses: map,
      Session: session,
      ClientMetadata: map,
      UserContextData: ignored,
      AnalyticsMetadata: ignored,
    },
    async (service, input) => {
      const context = clientOf(service, input);
      const responses = input.ChallengeResponses ?? {};
      const username = parameter(responses, "USERNAME");
      checkSecretHash(context, optionalParameter(responses, "SECRET_HASH"), [username]);
      switch (input.ChallengeName) {
        case "PASSWORD_VERIFIER":
          return afterSrp(context, await finishSrp(context, responses));
        case "CUSTOM_CHALLENGE":
          return answerCustomChallenge(context, responses, input.Session);
        case "NEW_PASSWORD_REQUIRED":
          return finishSignIn(context, answerNewPassword(context, responses, input.Session), {
            occasion: "NewPasswordChallenge",
          });
        default:
          if (isMfaChallenge(input.ChallengeName)) {
            return MFA_ANSWERS[input.ChallengeName](context, responses, input.Session);
          }
          // Nothing here ever asks for it, so that no session can be waiting for it (C204).
          if (input.Session === undefined)
            throw invalidParameter("Missing required parameter Session");
          throw notAuthorized(TEXTS.unknownSession);
      }
    },
  ),
};

function afterSrp(context: ClientContext, { user, customSession }: ProvenUser): Promise<Output> {
  return customSession
    ? continueAfterSrp(context, user.sub, customSession)
    : finishSignIn(context, user);
}

const ATTRIBUTE_PREFIX = "userAttributes.";

/** Takes the new password and missing attributes of a user with a temporary password (C195). */
function answerNewPassword(
  context: ClientContext,
  responses: Parameters,
  handle: string | undefined,
): User {
  const { service, pool } = context;
  if (handle === undefined) throw invalidParameter("Missing required parameter Session");
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
