import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { invalidParameter, notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { checkSignInCode, sendSignInCode } from "../sign-in/first-factor-codes.ts";
import {
  challengesOf,
  type FirstChallenge,
  isCodeFactor,
  offeredFactors,
} from "../sign-in/first-factors.ts";
import { findUser, isName, isNameOf, refuseUnknown, subjectOf } from "../names.ts";
import type { ClientContext } from "../service.ts";
import { checkPassword, refuseUnready } from "../sign-in/sign-in.ts";
import type { CodeFactor } from "../sign-in/sign-in-policy.ts";
import type { User } from "../tables/users.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import type { Output } from "../../json-api/operation.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";
import { finishPasskeySignIn, startPasskeySignIn } from "./passkey-sign-in.ts";
import { startSrp } from "./srp-sign-in.ts";

/** Starts a choice-based sign-in (C190), or goes on from a sign-up that was just confirmed (C191). */
export async function startUserAuth(
  context: ClientContext,
  name: string,
  start: { readonly parameters: Parameters; readonly session: string | undefined },
): Promise<Output> {
  const { parameters, session } = start;
  if (!isName(name)) throw notAuthorized(TEXTS.badCredentials);
  if (session !== undefined) return finishSignUp(context, name, session);
  const user = findUser(context, name);
  refuseUnknown(context, user, TEXTS.unknownUser);
  const available = user ? challengesOf(context, user) : PASSWORD_CHALLENGES;
  const preferred = optionalParameter(parameters, "PREFERRED_CHALLENGE");
  const challenge =
    available.find((candidate) => candidate === preferred) ??
    (user ? undefined : simulatedChallenge(context));
  if (challenge) return begin(context, name, { challenge, parameters });
  if (user && available.length === 0) refuseWithoutFactor(context, user);
  const subject = subjectOf(context, user, name);
  return {
    ChallengeName: "SELECT_CHALLENGE",
    Session: openChallenge(context, { kind: "SELECT_CHALLENGE", subject, content: {} }),
    ChallengeParameters: {},
    AvailableChallenges: available,
  };
}

/** Takes the choice, and the factor's own answer where it comes along (C200). */
export function answerSelection(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): Promise<Output> {
  const name = parameter(responses, "USERNAME");
  const answer = parameter(responses, "ANSWER");
  const { subject } = takeChallenge(context, "SELECT_CHALLENGE", handle);
  if (!isNameOf(context, subject, name)) throw notAuthorized(TEXTS.unknownSession);
  const user = findUser(context, name);
  const available = user ? challengesOf(context, user) : PASSWORD_CHALLENGES;
  const challenge = available.find((candidate) => candidate === answer);
  if (!challenge) throw invalidParameter(`The challenge ${answer} is not available.`);
  return begin(context, name, { challenge, parameters: responses });
}

/** Takes the password, or the first half of SRP, after that challenge was chosen (C201). */
export function answerPassword(kind: "PASSWORD" | "PASSWORD_SRP") {
  return (context: ClientContext, responses: Parameters, handle: string): Promise<Output> => {
    const name = parameter(responses, "USERNAME");
    parameter(responses, PROOFS[kind]);
    const { subject } = takeChallenge(context, kind, handle);
    if (!isNameOf(context, subject, name)) throw notAuthorized(TEXTS.unknownSession);
    return begin(context, name, { challenge: kind, parameters: responses });
  };
}

/** Takes the code of a first factor (C201). */
export function answerCode(factor: CodeFactor) {
  return (context: ClientContext, responses: Parameters, handle: string): Promise<Output> => {
    const name = parameter(responses, "USERNAME");
    const code = parameter(responses, `${factor}_CODE`);
    return finishSignIn(context, checkSignInCode(context, handle, { name, factor, code }));
  };
}

/** Takes the signature of a passkey (C201). */
export function answerPasskey(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): Promise<Output> {
  return finishSignIn(context, finishPasskeySignIn(context, responses, handle));
}

// What a user is taken to have who may not exist (C151).
const PASSWORD_CHALLENGES: readonly FirstChallenge[] = ["PASSWORD", "PASSWORD_SRP"];
const PROOFS = { PASSWORD: "PASSWORD", PASSWORD_SRP: "SRP_A" } as const;

async function begin(
  context: ClientContext,
  name: string,
  step: { readonly challenge: FirstChallenge; readonly parameters: Parameters },
): Promise<Output> {
  const { challenge, parameters } = step;
  if (isCodeFactor(challenge)) return askForCode(context, name, challenge);
  if (challenge === "WEB_AUTHN") return startPasskeySignIn(context, name);
  const proof = optionalParameter(parameters, PROOFS[challenge]);
  if (!proof) {
    const subject = subjectOf(context, findUser(context, name), name);
    const Session = openChallenge(context, { kind: challenge, subject, content: {} });
    return { ChallengeName: challenge, Session, ChallengeParameters: {} };
  }
  if (challenge === "PASSWORD_SRP") return startSrp(context, name, proof);
  return finishSignIn(context, await checkPassword(context, name, proof));
}

async function askForCode(
  context: ClientContext,
  name: string,
  factor: CodeFactor,
): Promise<Output> {
  const { session, delivery } = await sendSignInCode(context, name, factor);
  return {
    ChallengeName: factor,
    Session: session,
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: delivery.DeliveryMedium,
      CODE_DELIVERY_DESTINATION: delivery.Destination,
    },
  };
}

/** The challenge that a user who does not exist meets: a code where the pool has one (C151). */
function simulatedChallenge(context: ClientContext): CodeFactor | undefined {
  const offered = offeredFactors(context);
  return (["EMAIL_OTP", "SMS_OTP"] as const).find((factor) => offered.has(factor));
}

function refuseWithoutFactor(context: ClientContext, user: User): never {
  if (!context.client.hidesUsers) refuseUnready(context, user);
  throw notAuthorized(TEXTS.badCredentials);
}

/** Signs in who has just confirmed a sign-up that the same client began (C191). */
function finishSignUp(context: ClientContext, name: string, session: string): Promise<Output> {
  const { service, pool } = context;
  const { subject } = takeChallenge(context, "CONFIRMED", session);
  const user = service.store.users.bySub(pool.id, subject);
  if (!user || !isNameOf(context, subject, name)) throw notAuthorized(TEXTS.unknownSession);
  refuseUnready(context, user);
  return finishSignIn(context, user);
}
