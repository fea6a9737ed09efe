import type { ClientContext, ForTriggers, PoolContext, SenderContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";
import { callTrigger, eventAttributes, invalidResponse } from "./call.ts";

/** What a pre-sign-up function decided. */
export interface PreSignUpDecision {
  readonly isConfirmed: boolean;
  /** Attributes that count as proved. */
  readonly verified: readonly ("email" | "phone_number")[];
}

/** Lets the pool's function refuse, confirm or verify a new user (C306). */
export async function preSignUp(
  context: ClientContext,
  user: User,
  source: "SignUp" | "ExternalProvider" = "SignUp",
): Promise<PreSignUpDecision> {
  const { client, clientMetadata, validationData } = context;
  const response = await callTrigger(context, {
    trigger: "PreSignUp",
    source,
    userName: user.username,
    clientId: client.id,
    request: {
      userAttributes:
        source === "SignUp" ? givenAttributes(user.attributes) : eventAttributes(context, user),
      validationData: validationData ?? null,
      ...(clientMetadata && { clientMetadata }),
    },
  });
  const verified = [
    ...(response?.["autoVerifyEmail"] === true ? (["email"] as const) : []),
    ...(response?.["autoVerifyPhone"] === true ? (["phone_number"] as const) : []),
  ];
  // Nothing can be verified that is not there (C308).
  if (verified.some((attribute) => !user.attributes[attribute])) throw invalidResponse();
  return { isConfirmed: response?.["autoConfirmUser"] === true, verified };
}

/** Lets the pool's function refuse a user whom an administrator creates; what else it says is ignored (C306). */
export async function judgeInvited(
  context: PoolContext,
  user: User,
  { clientMetadata, validationData }: ForTriggers,
): Promise<void> {
  await callTrigger(context, {
    trigger: "PreSignUp",
    source: "AdminCreateUser",
    userName: user.username,
    clientId: null,
    request: {
      userAttributes: { ...user.attributes, "cognito:user_status": user.status },
      validationData: validationData ?? null,
      ...(clientMetadata && { clientMetadata }),
    },
  });
}

/** Tells the pool's function that a user, or a new password, was confirmed (C306). */
export async function postConfirmation(
  context: SenderContext,
  user: User,
  source: "ConfirmSignUp" | "ConfirmForgotPassword",
): Promise<void> {
  const { client, clientMetadata } = context;
  await callTrigger(context, {
    trigger: "PostConfirmation",
    source,
    userName: user.username,
    clientId: client?.id ?? null,
    request: {
      userAttributes: eventAttributes(context, user),
      ...(clientMetadata && { clientMetadata }),
    },
  });
}

/** What the sign-up gave: nothing is verified yet, and nobody stored. */
function givenAttributes(attributes: Attributes): Attributes {
  const given = Object.entries(attributes).filter(([name]) => !name.endsWith("_verified"));
  return Object.fromEntries(given);
}
