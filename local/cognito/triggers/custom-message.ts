import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { callTrigger, eventAttributes, invalidResponse } from "./call.ts";

/** The occasion of a message (C306). */
export type MessageOccasion =
  | "SignUp"
  | "AdminCreateUser"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "Authentication";

/** Texts in place of the pool's own; undefined leaves the pool's. */
export interface CustomTexts {
  readonly smsMessage: string | undefined;
  readonly emailMessage: string | undefined;
  readonly emailSubject: string | undefined;
}

export const NO_TEXTS: CustomTexts = {
  smsMessage: undefined,
  emailMessage: undefined,
  emailSubject: undefined,
};

/** Placeholders that the function puts where code, link and name shall stand. */
const CODE_PARAMETER = "{####}";
const LINK_PARAMETER = "{##Click Here##}";
const USERNAME_PARAMETER = "{username}";

const LONGEST = { smsMessage: 140, emailMessage: 20_000, emailSubject: 140 };

/** A message that is about to be sent. */
export interface MessageCall {
  readonly user: User;
  readonly occasion: MessageOccasion;
  /** Whether it carries a link instead of a code. */
  readonly isLink: boolean;
  /** Null for an administrator's invitation. */
  readonly clientId: string | null;
  readonly clientMetadata: { readonly [name: string]: string } | undefined;
}

/** Asks the pool's function for the texts of a message. */
export async function askCustomTexts(
  context: PoolContext,
  message: MessageCall,
): Promise<CustomTexts> {
  const { user, occasion, isLink, clientId, clientMetadata } = message;
  const isInvitation = occasion === "AdminCreateUser";
  const response = await callTrigger(context, {
    trigger: "CustomMessage",
    source: occasion,
    userName: user.username,
    clientId,
    request: {
      userAttributes: eventAttributes(context, user),
      codeParameter: CODE_PARAMETER,
      linkParameter: LINK_PARAMETER,
      usernameParameter: isInvitation ? USERNAME_PARAMETER : null,
      ...(clientMetadata && { clientMetadata }),
    },
  });
  const textOf = (member: keyof CustomTexts): string | undefined => {
    const value = response?.[member];
    if (typeof value !== "string" || value === "") return undefined;
    if (value.length > LONGEST[member]) throw invalidResponse();
    return value;
  };
  const smsMessage = textOf("smsMessage");
  const emailMessage = textOf("emailMessage");
  // A text without its placeholders would tell the user too little (C306).
  const isUsable = (text: string | undefined, hasLink: boolean): boolean =>
    text === undefined ||
    ((hasLink ? /\{##.*?##\}/.test(text) : text.includes(CODE_PARAMETER)) &&
      (!isInvitation || text.includes(USERNAME_PARAMETER)));
  if (!isUsable(smsMessage, false) || !isUsable(emailMessage, isLink)) throw invalidResponse();
  return { smsMessage, emailMessage, emailSubject: textOf("emailSubject") };
}
