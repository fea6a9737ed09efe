import { members, type Properties, text } from "../../program/graph.ts";
import { handOver, sendsItself } from "./custom-senders.ts";
import { sendInvitation } from "./messages.ts";
import type { ContactAttribute } from "../pool.ts";
import type { Metadata, SenderContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { askCustomTexts, type CustomTexts, NO_TEXTS } from "../triggers/custom-message.ts";

const OCCASION = "AdminCreateUser";

/** Whether a user of the graph is invited: not one with a password of their own, nor where the program says no. */
export function isInvited(inputs: Properties): boolean {
  return inputs["messageAction"] !== "SUPPRESS" && !text(inputs["password"]);
}

/** What a user of the graph has for the pool's functions, by name; undefined for nothing. */
export function seededMetadata(
  inputs: Properties,
  name: "clientMetadata" | "validationData",
): Metadata | undefined {
  const entries = Object.entries(members(inputs[name])).map(
    ([key, value]) => [key, String(value)] as const,
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Asks the pool's function for the texts of an invitation, unless another one of the pool's sends it (C306). */
export async function askInvitationTexts(
  context: SenderContext,
  user: User,
  mediums: readonly string[],
): Promise<CustomTexts> {
  const contact = contactOf(user, mediums);
  if (contact && sendsItself(context.pool, contact.attribute)) return NO_TEXTS;
  const { clientMetadata } = context;
  const call = { user, occasion: OCCASION, isLink: false, clientId: null, clientMetadata } as const;
  return askCustomTexts(context, call);
}

/**
 * Sends the invitation that AdminCreateUser sends (C234); none where nothing reaches the user.
 * @param args.name as the user was called when they were created
 * @param args.mediums those asked for
 */
export function invite(
  context: SenderContext,
  user: User,
  args: {
    readonly name: string;
    readonly mediums: readonly string[];
    readonly temporaryPassword: string;
    readonly texts: CustomTexts;
  },
): void {
  const { name, mediums, temporaryPassword, texts: custom } = args;
  const contact = contactOf(user, mediums);
  if (!contact) return;
  const { attribute, medium, to } = contact;
  const message = { user, attribute, to, code: temporaryPassword, occasion: OCCASION } as const;
  if (handOver(context, message)) return;
  sendInvitation(context, { username: name, medium, to, temporaryPassword, texts: custom });
}

const MEDIUMS: readonly (readonly [ContactAttribute, "SMS" | "EMAIL"])[] = [
  ["phone_number", "SMS"],
  ["email", "EMAIL"],
];

/** Where an invitation goes: the first medium asked for that reaches the user, else any that does. */
function contactOf({ attributes }: User, mediums: readonly string[]) {
  const reachable = MEDIUMS.flatMap(([attribute, medium]) => {
    const to = attributes[attribute];
    return to ? [{ attribute, medium, to }] : [];
  });
  // A password nobody learns helps nobody.
  return reachable.find(({ medium }) => mediums.includes(medium)) ?? reachable[0];
}
