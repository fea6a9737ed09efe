/** Samples of one thing, in the order they were taken. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

type Takes = Readonly<Record<string, () => Promise<unknown>>>;
type Taken<T extends Takes> = { readonly [Name in keyof T]: Awaited<ReturnType<T[Name]>>[] };

/** Fewer make a bar fail by noise alone. */
const ROUNDS = 5;

/**
 * Takes samples of several things in turn, so that a machine that slows down slows all of them down.
 * One round before the first is thrown away: it fills caches of the file system and of compiled code.
 */
export async function interleave<T extends Takes>(takes: T, rounds = ROUNDS): Promise<Taken<T>> {
  const taken: Record<string, unknown[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, take] of Object.entries(takes)) {
      const sample = await take();
      if (round > 0) (taken[name] ??= []).push(sample);
    }
  }
  return taken as Taken<T>;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1) };
}

/** @param sorted ascending @param share 0 to 1 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** Median and range in a unit that reads well. */
export function milliseconds({ median, min, max }: Summary): string {
  if (max >= 1_000) return `${fixed(median / 1e3)} s [${fixed(min / 1e3)}..${fixed(max / 1e3)}]`;
  if (max < 1) return `${fixed(median * 1e3)} µs [${fixed(min * 1e3)}..${fixed(max * 1e3)}]`;
  return `${fixed(median)} ms [${fixed(min)}..${fixed(max)}]`;
}

export function megabytes({ median, min, max }: Summary): string {
  const [middle, low, high] = [median, min, max].map((bytes) => Math.round(bytes / 1e6));
  return `${middle} MB [${low}..${high}]`;
}

export function perSecond({ median, min, max }: Summary): string {
  return `${Math.round(median)} req/s [${Math.round(min)}..${Math.round(max)}]`;
}

/** A ratio with its range. */
export function range({ median, min, max }: Summary): string {
  return `${fixed(median)} [${fixed(min)}..${fixed(max)}]`;
}

/** Three significant digits, without an exponent. */
export function fixed(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
