import { members, type Properties, text } from "../../program/graph.ts";
import { handOver, sendsItself } from "./custom-senders.ts";
import type { ContactAttribute, UserPool } from "../pool.ts";
import type { ClientContext, PoolContext, SenderContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import {
  askCustomTexts,
  type CustomTexts,
  type MessageOccasion,
} from "../triggers/custom-message.ts";

// The service's own texts (C273).
const DEFAULTS = {
  emailMessage: "Your verification code is {####}. ",
  emailSubject: "Your verification code",
  emailMessageByLink:
    "Please click the link below to verify your email address. {##Verify Email##} ",
  emailSubjectByLink: "Your verification link",
  smsMessage: "Your verification code is {####}. ",
  authenticationMessage: "Your authentication code is {####}. ",
  authenticationSubject: "Your authentication code",
  inviteMessage: "Your username is {username} and temporary password is {####}. ",
  inviteSubject: "Your temporary password",
} as const;

/** A code on its way to a user. */
export interface CodeMessage {
  readonly user: User;
  readonly attribute: ContactAttribute;
  /** Address or number. */
  readonly to: string;
  readonly code: string;
  /** Sign-up mails may carry a link instead of a code, where the pool says so (C273). */
  readonly mayBeLink: boolean;
  readonly occasion: MessageOccasion;
}

/** Puts a message with a code, or with a link that holds it, into the inbox, unless the pool's own function sends it. */
export async function sendCodeMessage(context: SenderContext, message: CodeMessage): Promise<void> {
  const { service, pool, client, clientMetadata } = context;
  if (handOver(context, message)) return;
  const { user, attribute, to, code, occasion } = message;
  const template = verificationTemplate(pool);
  const linkClient = message.mayBeLink && isByLink(pool, attribute) ? client : undefined;
  const isLink = linkClient !== undefined;
  const call = { user, occasion, isLink, clientId: client?.id ?? null, clientMetadata };
  const texts = await askCustomTexts(context, call);
  const time = service.clock.now();
  if (attribute === "phone_number") {
    const body = filled(texts.smsMessage ?? smsText(pool.inputs, template), code);
    service.store.outbox.add({ time, medium: "SMS", to, subject: null, body, code, link: null });
    return;
  }
  const mail = linkClient
    ? linkMail(template, confirmationLink({ ...context, client: linkClient }, user, code), texts)
    : codeMail(pool.inputs, template, { code, texts });
  service.store.outbox.add({ time, medium: "EMAIL", to, ...mail });
}

/**
 * Whether a sign-up that a client makes is confirmed by a link instead of a code (C273). A link needs a domain to lead
 * to (C90), and is for the pool's own mails alone.
 */
export function isByLink(pool: UserPool, attribute: ContactAttribute): boolean {
  return (
    verificationTemplate(pool)["defaultEmailOption"] === "CONFIRM_WITH_LINK" &&
    attribute === "email" &&
    pool.domain !== null &&
    !sendsItself(pool, attribute)
  );
}

function verificationTemplate({ inputs }: UserPool): Properties {
  return members(inputs["verificationMessageTemplate"]);
}

/**
 * Puts a message with a sign-in code into the inbox, in the pool's words for that occasion (C196, C306), unless the
 * pool's own function sends it.
 */
export async function sendAuthenticationCode(
  context: ClientContext,
  message: {
    readonly user: User;
    readonly attribute: ContactAttribute;
    readonly to: string;
    readonly code: string;
  },
): Promise<void> {
  const { service, pool, client, clientMetadata } = context;
  if (handOver(context, { ...message, occasion: "Authentication" })) return;
  const { user, attribute, to, code } = message;
  const call = { user, occasion: "Authentication", isLink: false, clientId: client.id } as const;
  const texts = await askCustomTexts(context, { ...call, clientMetadata });
  const template = members(pool.inputs["emailMfaConfiguration"]);
  const isMail = attribute === "email";
  const own = text(isMail ? template["message"] : pool.inputs["smsAuthenticationMessage"]);
  const subject = text(template["subject"]) || DEFAULTS.authenticationSubject;
  const asked = isMail ? texts.emailMessage : texts.smsMessage;
  service.store.outbox.add({
    time: service.clock.now(),
    medium: isMail ? "EMAIL" : "SMS",
    to,
    subject: isMail ? (texts.emailSubject ?? subject) : null,
    body: filled(asked ?? (own || DEFAULTS.authenticationMessage), code),
    code,
    link: null,
  });
}

/** Puts an invitation with a temporary password into the inbox (C273). */
export function sendInvitation(
  { service, pool }: PoolContext,
  invitation: {
    readonly username: string;
    readonly medium: "EMAIL" | "SMS";
    readonly to: string;
    readonly temporaryPassword: string;
    readonly texts: CustomTexts;
  },
): void {
  const { medium, to, temporaryPassword: code, texts } = invitation;
  const config = members(pool.inputs["adminCreateUserConfig"]);
  const template = members(config["inviteMessageTemplate"]);
  const isMail = medium === "EMAIL";
  const member = isMail ? "emailMessage" : "smsMessage";
  const own = texts[member] ?? (text(template[member]) || DEFAULTS.inviteMessage);
  const subject = texts.emailSubject ?? (text(template["emailSubject"]) || DEFAULTS.inviteSubject);
  service.store.outbox.add({
    time: service.clock.now(),
    medium,
    to,
    subject: isMail ? subject : null,
    body: filled(own, code, invitation.username),
    code,
    link: null,
  });
}

function smsText(inputs: Properties, template: Properties): string {
  return (
    text(template["smsMessage"]) || text(inputs["smsVerificationMessage"]) || DEFAULTS.smsMessage
  );
}

function codeMail(
  inputs: Properties,
  template: Properties,
  { code, texts }: { readonly code: string; readonly texts: CustomTexts },
) {
  const own = text(template["emailMessage"]) || text(inputs["emailVerificationMessage"]);
  const subject = text(template["emailSubject"]) || text(inputs["emailVerificationSubject"]);
  return {
    subject: texts.emailSubject ?? (subject || DEFAULTS.emailSubject),
    body: filled(texts.emailMessage ?? (own || DEFAULTS.emailMessage), code),
    code,
    link: null,
  };
}

function linkMail(template: Properties, link: string, texts: CustomTexts) {
  const own = text(template["emailMessageByLink"]) || DEFAULTS.emailMessageByLink;
  const subject = text(template["emailSubjectByLink"]) || DEFAULTS.emailSubjectByLink;
  const href = link.replaceAll("&", "&amp;");
  return {
    subject: texts.emailSubject ?? subject,
    body: (texts.emailMessage ?? own).replaceAll(
      /\{##(.*?)##\}/g,
      (_, label: string) => `<a href="${href}">${label}</a>`,
    ),
    code: null,
    link,
  };
}

// In one go, by a function: what stands in a code or name stays what it is, be it "$&" or "{username}".
function filled(template: string, code: string, username?: string): string {
  return template.replaceAll(/\{####\}|\{username\}/g, (placeholder) =>
    placeholder === "{####}" ? code : (username ?? placeholder),
  );
}

/** Target of the link in a confirmation mail (C90). */
function confirmationLink(
  { service, pool, client }: ClientContext,
  user: User,
  code: string,
): string {
  const query = new URLSearchParams({
    client_id: client.id,
    user_name: user.username,
    confirmation_code: code,
  });
  return `${service.originOf(pool.urn)}/confirmUser?${query}`;
}
