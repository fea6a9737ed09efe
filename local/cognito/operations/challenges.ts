import { invalidParameter, notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { isSignInCode } from "../sign-in/first-factor-codes.ts";
import { ignored, map, optionalText, required } from "../../json-api/input.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import { type ClientContext, clientOf, clientOfPool } from "../service.ts";
import { answerCustomChallenge, continueAfterSrp } from "./custom-auth.ts";
import { answerDevicePassword, answerDeviceSrp } from "./device-sign-in.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { MFA_ANSWERS } from "./mfa-answers.ts";
import { answerNewPassword } from "./new-password.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";
import { clientId, session, userPoolId } from "./shapes.ts";
import { finishSrp } from "./srp-sign-in.ts";
import { answerCode, answerPasskey, answerPassword, answerSelection } from "./user-auth.ts";

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

const answer = {
  ClientId: clientId,
  ChallengeName: required(optionalText({ values: CHALLENGE_NAMES })),
  ChallengeResponses: map,
  Session: session,
  ClientMetadata: map,
  AnalyticsMetadata: ignored,
};

/** Answers to the steps of a sign-in (section 5.5). */
export const challengeOperations: Operations = {
  RespondToAuthChallenge: operation({ ...answer, UserContextData: ignored }, (service, input) =>
    takeAnswer(clientOf(service, input), input),
  ),

  AdminRespondToAuthChallenge: operation(
    { ...answer, UserPoolId: userPoolId, ContextData: ignored },
    (service, input) =>
      takeAnswer(clientOfPool(service, input, { clientMetadata: input.ClientMetadata }), input),
  ),
};

type Answer = (
  context: ClientContext,
  responses: Parameters,
  handle: string,
) => Output | Promise<Output>;

const ANSWERS: { readonly [challenge: string]: Answer } = {
  ...MFA_ANSWERS,
  CUSTOM_CHALLENGE: answerCustomChallenge,
  NEW_PASSWORD_REQUIRED: (context, responses, handle) =>
    finishSignIn(context, answerNewPassword(context, responses, handle), {
      occasion: "NewPasswordChallenge",
    }),
  SELECT_CHALLENGE: answerSelection,
  PASSWORD: answerPassword("PASSWORD"),
  PASSWORD_SRP: answerPassword("PASSWORD_SRP"),
  // A first factor or a second one: the session tells which.
  EMAIL_OTP: (context, responses, handle) => {
    const take = isSignInCode(context, handle) ? answerCode("EMAIL_OTP") : MFA_ANSWERS.EMAIL_OTP;
    return take(context, responses, handle);
  },
  SMS_OTP: answerCode("SMS_OTP"),
  WEB_AUTHN: answerPasskey,
  DEVICE_SRP_AUTH: answerDeviceSrp,
  DEVICE_PASSWORD_VERIFIER: answerDevicePassword,
};

async function takeAnswer(
  base: ClientContext,
  input: {
    readonly ChallengeName: string;
    readonly ChallengeResponses?: Parameters | undefined;
    readonly Session?: string | undefined;
  },
): Promise<Output> {
  const responses = input.ChallengeResponses ?? {};
  const context = { ...base, deviceKey: optionalParameter(responses, "DEVICE_KEY") };
  const username = parameter(responses, "USERNAME");
  checkSecretHash(context, optionalParameter(responses, "SECRET_HASH"), [username]);
  // The secret block carries the state: a session is not needed (C194).
  if (input.ChallengeName === "PASSWORD_VERIFIER") return afterSrp(context, responses);
  if (input.Session === undefined) throw invalidParameter("Missing required parameter Session");
  const take = ANSWERS[input.ChallengeName];
  // Nothing here ever asks for it, so that no session can be waiting for it (C204).
  if (!take) throw notAuthorized(TEXTS.unknownSession);
  return take(context, responses, input.Session);
}

async function afterSrp(context: ClientContext, responses: Parameters): Promise<Output> {
  const { user, customSession } = finishSrp(context, responses);
  return customSession
    ? continueAfterSrp(context, user.sub, customSession)
    : finishSignIn(context, user);
}
