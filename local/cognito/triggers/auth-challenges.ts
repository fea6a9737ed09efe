import { invalidParameter, TEXTS } from "../../json-api/errors.ts";
import type { ClientContext, Metadata } from "../service.ts";
import type { User } from "../tables/users.ts";
import { callTrigger, eventAttributes, invalidResponse } from "./call.ts";
import type { TriggerName } from "./plan.ts";
import type { TriggerResponse } from "./responses.ts";

/** One step that a sign-in of one's own has behind it (C306). */
export interface ChallengeResult {
  readonly challengeName: "SRP_A" | "PASSWORD_VERIFIER" | "CUSTOM_CHALLENGE";
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

/** Whose sign-in it is, and how far it has come. */
export interface ChallengeProgress {
  /** Undefined for somebody who does not exist, at a client that hides it (C153). */
  readonly user: User | undefined;
  /** The internal user name, or what stands for it. */
  readonly username: string;
  readonly session: readonly ChallengeResult[];
}

/** What comes next in a sign-in of one's own. */
export type NextStep = "tokens" | "failure" | "CUSTOM_CHALLENGE" | "PASSWORD_VERIFIER";

/** Asks the pool what comes next (C202, C306). */
export async function defineAuthChallenge(
  context: ClientContext,
  progress: ChallengeProgress,
): Promise<NextStep> {
  const { session } = progress;
  const response = await call(context, progress, "DefineAuthChallenge", { session });
  if (response["failAuthentication"] === true) return "failure";
  if (response["issueTokens"] === true) return "tokens";
  const next = response["challengeName"];
  if (next === "CUSTOM_CHALLENGE" || next === "PASSWORD_VERIFIER") return next;
  throw invalidResponse();
}

/** A challenge as the pool's function made it. */
export interface OwnChallenge {
  /** For the client. */
  readonly publicParameters: Metadata;
  /** For the function that checks the answer. */
  readonly privateParameters: Metadata;
  readonly metadata: string | undefined;
}

export async function createAuthChallenge(
  context: ClientContext,
  progress: ChallengeProgress,
): Promise<OwnChallenge> {
  const { session } = progress;
  const response = await call(context, progress, "CreateAuthChallenge", {
    challengeName: "CUSTOM_CHALLENGE",
    session,
  });
  const { publicChallengeParameters, privateChallengeParameters, challengeMetadata } = response;
  return {
    publicParameters: (publicChallengeParameters ?? {}) as Metadata,
    privateParameters: (privateChallengeParameters ?? {}) as Metadata,
    metadata: typeof challengeMetadata === "string" ? challengeMetadata : undefined,
  };
}

/** Whether the pool takes the answer. */
export async function verifyAuthChallengeResponse(
  context: ClientContext,
  progress: ChallengeProgress,
  answer: { readonly privateParameters: Metadata; readonly text: string },
): Promise<boolean> {
  const response = await call(context, progress, "VerifyAuthChallengeResponse", {
    privateChallengeParameters: answer.privateParameters,
    challengeAnswer: answer.text,
  });
  return response["answerCorrect"] === true;
}

async function call(
  context: ClientContext,
  { user, username }: ChallengeProgress,
  trigger: TriggerName,
  request: { readonly [member: string]: unknown },
): Promise<TriggerResponse> {
  const { client, clientMetadata } = context;
  const response = await callTrigger(context, {
    trigger,
    source: "Authentication",
    userName: username,
    clientId: client.id,
    request: {
      userAttributes: user ? eventAttributes(context, user) : {},
      ...request,
      userNotFound: user === undefined,
      ...(clientMetadata && { clientMetadata }),
    },
  });
  if (!response) throw invalidParameter(TEXTS.noCustomAuth);
  return response;
}
