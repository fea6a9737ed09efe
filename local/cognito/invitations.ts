import { type Properties, text } from "../program/graph.ts";
import { sendInvitation } from "./messages.ts";
import type { PoolContext } from "./service.ts";
import type { User } from "./tables/users.ts";
import type { CustomTexts } from "./triggers/custom-message.ts";

/** Whether a user of the graph is invited: not one with a password of their own, nor where the program says no. */
export function isInvited(inputs: Properties): boolean {
  return inputs["messageAction"] !== "SUPPRESS" && !text(inputs["password"]);
}

/**
 * Sends the invitation that AdminCreateUser sends (C234); none where nothing reaches the user.
 * @param args.name as the user was called when they were created
 * @param args.mediums those asked for
 */
export function invite(
  context: PoolContext,
  user: User,
  args: {
    readonly name: string;
    readonly mediums: readonly string[];
    readonly temporaryPassword: string;
    readonly texts: CustomTexts;
  },
): void {
  const { name, mediums, temporaryPassword, texts: custom } = args;
  const contacts = [
    { medium: "SMS", to: user.attributes["phone_number"] },
    { medium: "EMAIL", to: user.attributes["email"] },
  ] as const;
  const reachable = contacts.filter(({ to }) => to !== undefined);
  // The first medium asked for that reaches the user, else any that does: a password nobody learns helps nobody.
  const chosen = reachable.find(({ medium }) => mediums.includes(medium)) ?? reachable[0];
  if (!chosen?.to) return;
  sendInvitation(context, {
    username: name,
    medium: chosen.medium,
    to: chosen.to,
    temporaryPassword,
    texts: custom,
  });
}
