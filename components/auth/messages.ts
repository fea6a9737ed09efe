import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { callable, fields, needed, type ShapesOf, text } from "../shared/shapes";

/** A mail; the function writes the text around what Cognito puts in. */
export interface Mail<Body extends (...parts: never[]) => string> {
  /** 1 to 140 characters. */
  readonly subject: string;
  /** 20,000 characters at most; may be HTML. */
  readonly body: Body;
}

/** Texts of a pool's messages, those that are to differ from the plain ones. */
export interface Messages {
  /** The code that proves an address, or replaces a password. */
  readonly verification?: Mail<(code: string) => string>;
  /** With `verification: "link"`: `link("Confirm")` is the link with that text. */
  readonly verificationLink?: Mail<(link: (text: string) => string) => string>;
  readonly invitation?: Mail<(username: string, password: string) => string>;
  /** The code of sign-in, as a second or a first factor. */
  readonly signInCode?: Mail<(code: string) => string>;
  /** SMS, 140 characters at most. */
  readonly sms?: {
    readonly verification?: (code: string) => string;
    readonly invitation?: (username: string, password: string) => string;
    readonly signInCode?: (code: string) => string;
  };
}

const MAIL: ShapesOf<Mail<() => string>> = { subject: needed(text), body: needed(callable) };

const SMS: ShapesOf<NonNullable<Messages["sms"]>> = {
  verification: callable,
  invitation: callable,
  signInCode: callable,
};

const FIELDS: ShapesOf<Messages> = {
  verification: fields(MAIL),
  verificationLink: fields(MAIL),
  invitation: fields(MAIL),
  signInCode: fields(MAIL),
  sms: fields(SMS),
};

/** Shape of {@link Messages}. */
export const MESSAGES = fields(FIELDS);

/** How a new user proves an address. */
export type Verification = "code" | "link";

// What Cognito puts into a text (C273).
const CODE = "{####}";
const USERNAME = "{username}";
const LINK = /\{##[^#]+##\}/;
const linked = (text: string): string => `{##${text}##}`;

const PLAIN = {
  verification: {
    subject: "Your confirmation code",
    body: (code: string) =>
      `Your confirmation code is ${code}. If you did not ask for it, ignore this message.`,
  },
  verificationLink: {
    subject: "Confirm your address",
    body: (link: (text: string) => string) =>
      `${link("Confirm your address")}. If you did not sign up, ignore this message.`,
  },
} as const;

/** The pool's texts for proving an address. */
export function verificationTexts(messages: Messages = {}, verification: Verification = "code") {
  const { subject, body } = messages.verification ?? PLAIN.verification;
  const sms = messages.sms?.verification;
  return {
    defaultEmailOption: verification === "link" ? "CONFIRM_WITH_LINK" : "CONFIRM_WITH_CODE",
    emailSubject: subject,
    // Also where sign-up goes by link: a forgotten password is replaced with a code.
    emailMessage: body(CODE),
    ...(verification === "link" && linkTexts(messages.verificationLink)),
    ...(sms && { smsMessage: sms(CODE) }),
  };
}

function linkTexts(
  { subject, body }: NonNullable<Messages["verificationLink"]> = PLAIN.verificationLink,
) {
  return { emailSubjectByLink: subject, emailMessageByLink: body(linked) };
}

/** The pool's texts for people whom an administrator invites; Cognito's own without any. */
export function invitationTexts({ invitation, sms }: Messages = {}) {
  if (invitation === undefined && sms?.invitation === undefined) return {};
  return {
    inviteMessageTemplate: {
      ...(invitation && {
        emailSubject: invitation.subject,
        emailMessage: invitation.body(USERNAME, CODE),
      }),
      ...(sms?.invitation && { smsMessage: sms.invitation(USERNAME, CODE) }),
    },
  };
}

/** The mail with a code of sign-in. */
export function signInMail({ signInCode }: Messages = {}) {
  return signInCode && { subject: signInCode.subject, message: signInCode.body(CODE) };
}

/** The SMS with a code of sign-in. */
export function signInSms({ sms }: Messages = {}) {
  return sms?.signInCode && { smsAuthenticationMessage: sms.signInCode(CODE) };
}

/** Everything that is wrong with the texts. */
export function* messageProblems(
  messages: Messages = {},
  verification?: Verification,
): Iterable<Problem> {
  const { verification: code, verificationLink: link, invitation, signInCode, sms = {} } = messages;
  yield* mailProblems("verification", code?.subject, code?.body(CODE), [CODE]);
  yield* mailProblems("verificationLink", link?.subject, link?.body(linked), [LINK]);
  yield* mailProblems("invitation", invitation?.subject, invitation?.body(USERNAME, CODE), [
    CODE,
    USERNAME,
  ]);
  yield* mailProblems("signInCode", signInCode?.subject, signInCode?.body(CODE), [CODE]);
  if (link !== undefined && verification !== "link") {
    yield 'messages.verificationLink is never sent: set verification to "link", or remove it.';
  }
  const invited = sms.invitation?.(USERNAME, CODE);
  yield* textProblems("sms.verification", sms.verification?.(CODE), limits.smsLength, [CODE]);
  yield* textProblems("sms.invitation", invited, limits.smsLength, [CODE, USERNAME]);
  yield* textProblems("sms.signInCode", sms.signInCode?.(CODE), limits.smsLength, [CODE]);
}

type Placeholders = readonly (string | RegExp)[];

function* mailProblems(
  name: string,
  subject: string | undefined,
  body: string | undefined,
  placeholders: Placeholders,
): Iterable<Problem> {
  yield* textProblems(`${name}.subject`, subject, limits.mailSubjectLength, []);
  yield* textProblems(`${name}.body`, body, limits.mailLength, placeholders);
}

function* textProblems(
  name: string,
  written: string | undefined,
  longest: number,
  placeholders: Placeholders,
): Iterable<Problem> {
  yield* text.problems(`messages.${name}`, written);
  if (written === undefined) return;
  if (written.trim() === "" || written.length > longest) {
    yield `messages.${name} has ${written.length} characters: Cognito takes 1 to ${longest}.`;
  }
  const missing = placeholders.find((one) =>
    typeof one === "string" ? !written.includes(one) : !one.test(written),
  );
  if (missing === undefined) return;
  yield `messages.${name} leaves out ${missing === LINK ? "the link" : String(missing)}: use every parameter of the function in the text.`;
}
