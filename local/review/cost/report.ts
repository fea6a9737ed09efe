import type { Section } from "../text-table.ts";
import type { Charge } from "./charge.ts";
import type { Estimate } from "./estimate.ts";
import { shownDollars } from "./money.ts";
import { PRICED_IN, PRICED_REGION } from "./prices.ts";

const COLUMNS = ["What", "In a month", "Free of it", "US dollars"].map((heading) => ({ heading }));

/** The estimate in sections; the last one is a line that says it all. */
export function costSections(estimate: Estimate): readonly Section[] {
  const { charges, notes } = estimate;
  const rows = charges.map((each) => [
    each.what,
    shown(each.quantity, each),
    each.free === 0 ? "" : shown(each.free, each),
    shownDollars(each.cents),
  ]);
  return [
    { title: "Cost of a month", table: { columns: COLUMNS, rows }, notes },
    { title: totalLine(estimate), notes: [] },
  ];
}

/** Such as `About $226.40 a month for 25,000 active users, ESSENTIALS`. */
export function totalLine({ cents, usage, tier }: Estimate): string {
  const whom = `${shownNumber(usage.users)} active ${usage.users === 1 ? "user" : "users"}`;
  return `About ${shownDollars(cents)} a month for ${whom}${tier === null ? "" : `, ${tier}`}`;
}

/** The estimate for `--json`. Quantities are in the price's own unit, money in US dollars. */
export function costDocument(estimate: Estimate) {
  return {
    pricedIn: PRICED_IN,
    pricedRegion: PRICED_REGION,
    pool: estimate.pool,
    tier: estimate.tier,
    usage: estimate.usage,
    charges: estimate.charges.map((each) => ({
      what: each.what,
      quantity: inUnits(each.quantity, each),
      free: inUnits(each.free, each),
      unit: each.price.of,
      usd: each.cents / 100,
      source: each.price.source,
    })),
    totalUsd: estimate.cents / 100,
    notes: estimate.notes,
  };
}

function inUnits(quantity: number, { price: { shownPer = 1 } }: Charge): number {
  return quantity / shownPer;
}

// What is counted in pieces has its name in the first column.
function shown(quantity: number, of: Charge): string {
  const { shownPer, of: unit } = of.price;
  return `${shownNumber(inUnits(quantity, of))}${shownPer === undefined ? "" : ` ${unit}`}`;
}

function shownNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}
