import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { findUser, isName, subjectOf } from "../names.ts";
import { srpUserOf } from "../passwords/passwords.ts";
import type { ClientContext, Metadata } from "../service.ts";
import { refuseBeforePassword, refuseUnready } from "../sign-in/sign-in.ts";
import {
  type ChallengeProgress,
  type ChallengeResult,
  createAuthChallenge,
  defineAuthChallenge,
  verifyAuthChallengeResponse,
} from "../triggers/auth-challenges.ts";
import { invalidResponse } from "../triggers/call.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import type { Output } from "../../json-api/operation.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";
import { openSrp, readPublic } from "./srp-sign-in.ts";

/** What is kept while a challenge of the pool's own waits for its answer. */
interface CustomState {
  readonly session: readonly ChallengeResult[];
  readonly privateParameters: Metadata;
  readonly metadata?: string;
}

/** Whose sign-in it is; `subject` as {@link subjectOf} has it. */
interface Progress extends ChallengeProgress {
  readonly subject: string;
}

/** Starts a sign-in whose steps the pool's functions decide on, with a password by SRP first where asked (C216). */
export async function startCustomAuth(
  context: ClientContext,
  name: string,
  parameters: Parameters,
): Promise<Output> {
  if (!isName(name)) throw notAuthorized(TEXTS.badCredentials);
  const startsWithSrp = optionalParameter(parameters, "CHALLENGE_NAME") === "SRP_A";
  const clientPublic = startsWithSrp ? readPublic(parameter(parameters, "SRP_A")) : undefined;
  const user = await refuseBeforePassword(context, name);
  const progress = progressOf(context, subjectOf(context, user, name), []);
  if (clientPublic === undefined) return continueCustomAuth(context, progress);
  const session = [{ challengeName: "SRP_A", challengeResult: true }] as const;
  const next = await defineAuthChallenge(context, { ...progress, session });
  if (next === "failure") throw notAuthorized(TEXTS.badCredentials);
  if (next !== "PASSWORD_VERIFIER") throw invalidResponse();
  return openSrp(context, { ...progress, clientPublic, customSession: session });
}

/** Goes on after a password by SRP (C216). */
export function continueAfterSrp(
  context: ClientContext,
  subject: string,
  session: readonly ChallengeResult[],
): Promise<Output> {
  const done = { challengeName: "PASSWORD_VERIFIER", challengeResult: true } as const;
  return continueCustomAuth(context, progressOf(context, subject, [...session, done]));
}

/** Takes the answer to a challenge of the pool's own (C202). */
export async function answerCustomChallenge(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): Promise<Output> {
  const text = parameter(responses, "ANSWER");
  const { subject, content } = takeChallenge(context, "CUSTOM_CHALLENGE", handle);
  const { session, privateParameters, metadata } = JSON.parse(content) as CustomState;
  const progress = progressOf(context, subject, session);
  const name = parameter(responses, "USERNAME");
  const isNamed =
    name === progress.username || subjectOf(context, findUser(context, name), name) === subject;
  if (!isNamed) throw notAuthorized(TEXTS.unknownSession);
  const answer = { privateParameters, text };
  const challengeResult = await verifyAuthChallengeResponse(context, progress, answer);
  const done: ChallengeResult = {
    challengeName: "CUSTOM_CHALLENGE",
    challengeResult,
    ...(metadata !== undefined && { challengeMetadata: metadata }),
  };
  return continueCustomAuth(context, progressOf(context, subject, [...session, done]));
}

async function continueCustomAuth(context: ClientContext, progress: Progress): Promise<Output> {
  const next = await defineAuthChallenge(context, progress);
  if (next === "PASSWORD_VERIFIER") throw invalidResponse();
  if (next === "CUSTOM_CHALLENGE") return ask(context, progress);
  // As it is now: it may have changed while the functions thought about it.
  const { user } = progressOf(context, progress.subject, []);
  if (next === "failure" || !user) throw notAuthorized(TEXTS.badCredentials);
  refuseUnready(context, user);
  return finishSignIn(context, user);
}

async function ask(context: ClientContext, progress: Progress): Promise<Output> {
  const { subject, session, username } = progress;
  const challenge = await createAuthChallenge(context, progress);
  const { publicParameters, privateParameters, metadata } = challenge;
  const content: CustomState = {
    session,
    privateParameters,
    ...(metadata !== undefined && { metadata }),
  };
  return {
    ChallengeName: "CUSTOM_CHALLENGE",
    Session: openChallenge(context, { kind: "CUSTOM_CHALLENGE", subject, content }),
    ChallengeParameters: { ...publicParameters, USERNAME: username },
  };
}

function progressOf(
  context: ClientContext,
  subject: string,
  session: readonly ChallengeResult[],
): Progress {
  const { service, pool } = context;
  const user = service.store.users.bySub(pool.id, subject);
  const { username } = srpUserOf(user, subject);
  return { user, username, subject, session };
}
