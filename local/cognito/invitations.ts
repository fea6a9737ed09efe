import { type Properties, text, texts } from "../program/graph.ts";
import { sendInvitation } from "./messages.ts";
import type { PoolContext } from "./service.ts";
import type { User } from "./tables/users.ts";
import type { CustomTexts } from "./triggers/custom-message.ts";

/** Whether a user of the graph is invited: not one with a password of their own, nor where the program says no. */
export function isInvited(inputs: Properties): boolean {
  return inputs["messageAction"] !== "SUPPRESS" && !text(inputs["password"]);
}

/** Sends the invitation that AdminCreateUser sends (C234). */
export function invite(
  context: PoolContext,
  user: User,
  args: {
    readonly inputs: Properties;
    readonly name: string;
    readonly temporaryPassword: string;
    readonly texts: CustomTexts;
  },
): void {
  const { inputs, name, temporaryPassword, texts: custom } = args;
  if (!isInvited(inputs)) return;
  const asked = texts(inputs["desiredDeliveryMediums"]);
  const contacts = [
    { medium: "SMS", to: user.attributes["phone_number"] },
    { medium: "EMAIL", to: user.attributes["email"] },
  ] as const;
  const reachable = contacts.filter(({ to }) => to !== undefined);
  // The first medium asked for that reaches the user, else any that does: a password nobody learns helps nobody.
  const chosen = reachable.find(({ medium }) => asked.includes(medium)) ?? reachable[0];
  if (!chosen?.to) return;
  sendInvitation(context, {
    username: name,
    medium: chosen.medium,
    to: chosen.to,
    temporaryPassword,
    texts: custom,
  });
}
