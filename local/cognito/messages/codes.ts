import { randomInt } from "node:crypto";
import { isSameSecret } from "../../secrets.ts";
import { type CodeDelivery, deliveryTo } from "./delivery.ts";
import { ServiceError, TEXTS } from "../../json-api/errors.ts";
import { sendCodeMessage } from "./messages.ts";
import type { ContactAttribute } from "../pool.ts";
import type { PoolContext, SenderContext } from "../service.ts";
import type { CodePurpose, SentCode } from "../tables/codes.ts";
import type { User } from "../tables/users.ts";
import type { MessageOccasion } from "../triggers/custom-message.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a user may try so and so often in an hour (C140). */
const HOURLY_LIMITS = {
  confirmSignUp: 15,
  resendCode: 5,
  // Starting and finishing a reset count together; AWS allows 5 to 20, depending on how risky it looks.
  resetPassword: 20,
  changePassword: 5,
  attributeCode: 5,
  verifyAttribute: 15,
} as const;

/** Counts one attempt and refuses it when the hour's are used up (C140, C181). */
export function countAttempt(
  { service, pool }: PoolContext,
  subject: string,
  kind: keyof typeof HOURLY_LIMITS,
): void {
  const now = service.clock.now();
  const count = service.store.codes.countAttempt({ pool: pool.id, subject, kind, now });
  if (count > HOURLY_LIMITS[kind]) {
    throw new ServiceError("LimitExceededException", TEXTS.attemptLimit);
  }
}

/** Six digits (C138). */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** How long a code of this purpose is good for (C137). */
function lifetime(purpose: CodePurpose): number {
  return purpose === "reset-password" ? HOUR : DAY;
}

/**
 * Makes a code, replaces an earlier one (C139), sends it, and says where it went.
 * @param args.pending value that the attribute gets with the right answer; the code goes there
 */
export async function sendCode(
  context: SenderContext,
  args: {
    readonly user: User;
    readonly purpose: CodePurpose;
    readonly attribute: ContactAttribute;
    readonly occasion: MessageOccasion;
    readonly pending?: string | null;
  },
): Promise<CodeDelivery> {
  const { user, purpose, attribute, occasion, pending = null } = args;
  const code = newCode();
  const to = pending ?? user.attributes[attribute] ?? "";
  saveCode(context, { subject: user.sub, purpose, attribute, pending, code });
  const mayBeLink = purpose === "sign-up";
  await sendCodeMessage(context, { user, attribute, to, code, mayBeLink, occasion });
  return deliveryTo(attribute, to);
}

/** Keeps a code that is sent to nobody, so that a user who does not exist answers like one who does (C151). */
export function pretendCode(context: PoolContext, subject: string, purpose: CodePurpose): void {
  saveCode(context, { subject, purpose, attribute: "email", pending: null, code: newCode() });
}

function saveCode(
  { service, pool }: PoolContext,
  code: Pick<SentCode, "subject" | "purpose" | "attribute" | "pending" | "code">,
): void {
  const expires = service.clock.now() + lifetime(code.purpose);
  service.store.codes.save({ ...code, pool: pool.id, expires });
}

/** Compares an answer with the code that was sent. The code stays: a wrong attempt does not use it up (C179). */
export function checkCode(
  { service, pool }: PoolContext,
  answer: { readonly subject: string; readonly purpose: CodePurpose; readonly code: string },
): SentCode {
  const sent = service.store.codes.find(pool.id, answer.subject, answer.purpose);
  if (!sent || service.clock.now() >= sent.expires) {
    throw new ServiceError("ExpiredCodeException", TEXTS.codeExpired);
  }
  if (isSameSecret(answer.code, sent.code)) return sent;
  const earlier = sent.superseded.split(" ").filter((code) => code !== "");
  const wasSent = earlier.some((code) => isSameSecret(answer.code, code));
  throw wasSent
    ? new ServiceError("ExpiredCodeException", TEXTS.codeExpired)
    : new ServiceError("CodeMismatchException", TEXTS.codeMismatch);
}
