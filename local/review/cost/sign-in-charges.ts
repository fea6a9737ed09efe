import { members, type Resource, text } from "../../program/graph.ts";
import type { Metered } from "./charge.ts";
import { type Price, PRICES } from "./prices.ts";
import type { Usage } from "./usage.ts";

/** A feature plan, which is the price of each user. */
export type Tier = "LITE" | "ESSENTIALS" | "PLUS";

/** A pool's tier; one that states none gets ESSENTIALS (C282). */
export function tierOf(pool: Resource): Tier {
  const stated = text(pool.inputs["userPoolTier"]);
  return stated === "LITE" || stated === "PLUS" ? stated : "ESSENTIALS";
}

/** Whether the pool sends mail through SES, which is paid, and not by Cognito's own sender. */
export function sendsBySes({ inputs }: Resource): boolean {
  return members(inputs["emailConfiguration"])["emailSendingAccount"] === "DEVELOPER";
}

export const TIERS: readonly Tier[] = ["LITE", "ESSENTIALS", "PLUS"];

/** What the users of a pool cost in a tier. */
export function userCharges(pool: Resource, tier: Tier, usage: Usage): readonly Metered[] {
  // Allowances are not given in GovCloud, and not for PLUS (C331).
  const isGovCloud = pool.region.startsWith("us-gov-");
  return [
    {
      what: `Active users of ${pool.name}, ${tier}`,
      quantity: usage.users - usage.federated,
      price: PRICES[tier],
      ...(isGovCloud && { free: 0 }),
    },
    {
      what: "Active users through SAML and OpenID Connect",
      quantity: usage.federated,
      price: PRICES.federatedUsers,
      ...((isGovCloud || tier === "PLUS") && { free: 0 }),
    },
  ];
}

/** What a user pool is paid for, and the messages that it sends. */
export function signInCharges(pool: Resource, usage: Usage): readonly Metered[] {
  const machines = {
    what: "Machine tokens",
    quantity: usage.machineTokens,
    price: PRICES.machineTokens,
  };
  const sms = { what: "Text messages", quantity: usage.sms, price: smsPrice(usage.smsPrice) };
  const mail = { what: "Mail by SES", quantity: usage.mail, price: PRICES.mail };
  return [
    ...userCharges(pool, tierOf(pool), usage),
    machines,
    sms,
    ...(sendsBySes(pool) ? [mail] : []),
  ];
}

function smsPrice(usd: string | undefined): Price {
  return usd === undefined ? PRICES.sms : { ...PRICES.sms, bands: [{ usd }] };
}
