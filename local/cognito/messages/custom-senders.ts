import { encryptMessage } from "../../kms/encrypted-message.ts";
import { members, text } from "../../program/graph.ts";
import { ServiceError } from "../../json-api/errors.ts";
import type { ContactAttribute, UserPool } from "../pool.ts";
import type { PoolContext, SenderContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { eventAttributes, startTrigger } from "../triggers/call.ts";
import type { MessageOccasion } from "../triggers/custom-message.ts";

/** A code, or a temporary password, that somebody is to get. */
export interface SecretMessage {
  readonly user: User;
  readonly attribute: ContactAttribute;
  /** Address or number. */
  readonly to: string;
  readonly code: string;
  readonly occasion: MessageOccasion;
}

const SENDERS = {
  email: { trigger: "CustomEmailSender", type: "customEmailSenderRequestV1", medium: "EMAIL" },
  phone_number: { trigger: "CustomSMSSender", type: "customSMSSenderRequestV1", medium: "SMS" },
} as const;

/** Whether a function of the pool sends what goes to this attribute (C306). */
export function sendsItself({ triggers }: UserPool, attribute: ContactAttribute): boolean {
  return triggers.has(SENDERS[attribute].trigger);
}

/**
 * Hands a message to the pool's own function for it, which is not waited for; the code is encrypted as an AWS
 * Encryption SDK message under the pool's KMS key (C306).
 * @returns false where the pool has no such function and sends the message itself
 * @throws ServiceError UnexpectedLambdaException for a function out of reach (C304), CodeDeliveryFailureException for a
 *   key that does not encrypt (C177)
 */
export function handOver(context: SenderContext, message: SecretMessage): boolean {
  const { user, attribute, to, occasion } = message;
  const { trigger, type } = SENDERS[attribute];
  const plan = context.pool.triggers.get(trigger);
  if (!plan) return false;
  startTrigger(context, plan, {
    trigger,
    source: occasion,
    userName: user.username,
    clientId: context.client?.id ?? null,
    request: {
      type,
      code: encrypted(context, message.code),
      clientMetadata: context.clientMetadata ?? null,
      // With the address that the code goes to: it may be one that the user has yet to prove (not recorded).
      userAttributes: { ...eventAttributes(context, user), [attribute]: to },
    },
  });
  noteInInbox(context, message);
  return true;
}

/** @returns base64, as Cognito's events have it */
function encrypted({ service, pool }: PoolContext, plaintext: string): string {
  const keyArn = text(members(pool.inputs["lambdaConfig"])["kmsKeyId"]) ?? "";
  const context = { "userpool-id": pool.id };
  try {
    return encryptMessage(service.kms, keyArn, { plaintext, context }).toString("base64");
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError("CodeDeliveryFailureException", error.message); // not recorded
  }
}

/** Nothing is sent by the pool. Who works on this machine learns the code all the same, and who has it. */
function noteInInbox({ service, pool }: PoolContext, message: SecretMessage): void {
  const { attribute, to, code, occasion } = message;
  const { trigger, medium } = SENDERS[attribute];
  const plan = pool.triggers.get(trigger);
  const name = plan && "urn" in plan ? (plan.urn.split("::").at(-1) ?? "") : "";
  service.store.outbox.add({
    time: service.clock.now(),
    medium,
    to,
    subject: medium === "EMAIL" ? `${trigger}_${occasion}` : null,
    body: `The pool's own function "${name}" was given this to send; GET /logs?function=${name} shows what it printed.`,
    code,
    link: null,
  });
}
