/** US dollars in units of 10⁻¹², so that products and sums of prices are exact. */
export type PicoDollars = bigint;

const DECIMALS = 12;
const PICO_PER_CENT = 10n ** BigInt(DECIMALS - 2);

/** @param dollars a decimal number such as `0.0055` */
export function picoDollars(dollars: string): PicoDollars {
  const [, whole = "", decimals = ""] = /^(\d+)(?:\.(\d{1,12}))?$/.exec(dollars) ?? [];
  if (whole === "") throw new Error(`"${dollars}" is no price`);
  return BigInt(whole + decimals.padEnd(DECIMALS, "0"));
}

/** Rounded to the nearest cent, half a cent up. */
export function toCents(amount: PicoDollars): number {
  return Number((amount + PICO_PER_CENT / 2n) / PICO_PER_CENT);
}

/** `$1,234.50` */
export function shownDollars(cents: number): string {
  return `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;
}
