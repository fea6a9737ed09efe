import { picoDollars, type PicoDollars, toCents } from "./money.ts";
import type { Price } from "./prices.ts";

/** One row of the estimate. */
export interface Charge {
  readonly what: string;
  /** Metered things in a month, rounded to a whole number. */
  readonly quantity: number;
  /** How many of them cost nothing. */
  readonly free: number;
  readonly price: Price;
  readonly cents: number;
}

export interface Metered {
  readonly what: string;
  readonly quantity: number;
  readonly price: Price;
  /** Allowance that is left for it. @default the price's */
  readonly free?: number;
}

/** What the things cost beyond their allowance, band by band. */
export function charge({ what, quantity, price, free = price.free ?? 0 }: Metered): Charge {
  const whole = Math.round(quantity);
  const used = Math.min(whole, free);
  return {
    what,
    quantity: whole,
    free: used,
    price,
    cents: toCents(amountOf(whole - used, price)),
  };
}

/** All of them; without allowances where others in the account use these up. */
export function chargeAll(
  all: readonly Metered[],
  { hasAllowances }: { readonly hasAllowances: boolean },
): readonly Charge[] {
  return all.map((metered) => charge(hasAllowances ? metered : { ...metered, free: 0 }));
}

/** In cents. */
export function totalOf(charges: readonly Charge[]): number {
  return charges.reduce((total, { cents }) => total + cents, 0);
}

function amountOf(quantity: number, { bands, per }: Price): PicoDollars {
  let rest = quantity;
  let total = 0n;
  for (const { usd, count = rest } of bands) {
    const taken = Math.min(rest, count);
    total += BigInt(taken) * picoDollars(usd);
    rest -= taken;
  }
  return total / BigInt(per);
}
