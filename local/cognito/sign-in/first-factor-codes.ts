import { randomInt } from "node:crypto";
import { hashOf, isSameSecret } from "../../secrets.ts";
import { openChallenge, takeChallenge } from "./challenge-sessions.ts";
import { type CodeDelivery, deliveryTo, simulatedDelivery } from "../messages/delivery.ts";
import { invalidParameter, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { CODE_ATTRIBUTES, factorsOf } from "./first-factors.ts";
import { sendAuthenticationCode } from "../messages/messages.ts";
import { isName, isNameOf, subjectOf } from "../names.ts";
import type { ClientContext } from "../service.ts";
import type { CodeFactor } from "./sign-in-policy.ts";
import { refuseBeforePassword, refuseUnready } from "./sign-in.ts";
import type { User } from "../tables/users.ts";

/** A code on its way, and the session that its answer needs. */
export interface PendingCode {
  readonly session: string;
  readonly delivery: CodeDelivery;
}

interface CodeState {
  readonly factor: CodeFactor;
  readonly code: string;
  /** Where it went; empty where it went nowhere. */
  readonly to: string;
}

/** Eight digits, unlike every other code (C138). */
function newSignInCode(): string {
  return String(randomInt(100_000_000)).padStart(8, "0");
}

/**
 * Sends the code of a first factor. For somebody unknown, who has not the factor or may not sign in, the answer looks
 * the same where the client hides users, and nothing is sent (C151).
 */
export async function sendSignInCode(
  context: ClientContext,
  name: string,
  factor: CodeFactor,
): Promise<PendingCode> {
  if (!isName(name)) throw invalidParameter(TEXTS.invalidName);
  const user = await refuseBeforePassword(context, name);
  const subject = subjectOf(context, user, name);
  const code = newSignInCode();
  const attribute = CODE_ATTRIBUTES[factor];
  const to = user?.attributes[attribute] ?? "";
  const state: CodeState = { factor, code, to };
  const session = openChallenge(context, { kind: "FIRST_FACTOR_CODE", subject, content: state });
  if (!user?.enabled || !factorsOf(context, user).includes(factor)) {
    return { session, delivery: simulatedDelivery(context, name, [attribute]) };
  }
  await sendAuthenticationCode(context, { user, attribute, to, code });
  return { session, delivery: deliveryTo(attribute, to) };
}

/** Whether the session waits for the code of a first factor. */
export function isSignInCode({ service }: ClientContext, session: string): boolean {
  return service.store.challenges.peek(hashOf(session))?.kind === "FIRST_FACTOR_CODE";
}

/**
 * The user who answers with the right code. A wrong answer uses the session up (C145, C188).
 * @param answer.name one of the user's names
 */
export function checkSignInCode(
  context: ClientContext,
  session: string,
  answer: { readonly name: string; readonly factor: CodeFactor; readonly code: string },
): User {
  const { service, pool } = context;
  const { subject, content } = takeChallenge(context, "FIRST_FACTOR_CODE", session);
  const { factor, code, to } = JSON.parse(content) as CodeState;
  const user = service.store.users.bySub(pool.id, subject);
  const isExpected = factor === answer.factor && isNameOf(context, subject, answer.name);
  const isRight = isSameSecret(answer.code, code) && isExpected;
  // A code that went to what the address was before proves nothing about what it is now.
  const isCurrent = user?.attributes[CODE_ATTRIBUTES[factor]] === to;
  if (!isRight || !isCurrent || !factorsOf(context, user).includes(factor)) {
    throw new ServiceError("CodeMismatchException", TEXTS.emailCodeMismatch);
  }
  refuseUnready(context, user);
  return user;
}
