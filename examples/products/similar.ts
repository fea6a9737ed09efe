import type { Product } from "./catalog";

/** A product that resembles another one. */
export interface Similar {
  readonly id: string;
  readonly name: string;
  /** 0 (nothing in common) to 1 (the same). */
  readonly score: number;
}

/** How much two products resemble each other, 0 to 1. */
export type Score = (one: Product, other: Product) => number;

/** The share of tags that both have among the tags of either (Jaccard index). */
export function tagOverlap(one: Product, other: Product): number {
  const shared = one.tags.filter((tag) => other.tags.includes(tag)).length;
  const all = one.tags.length + other.tags.length - shared;
  return all === 0 ? 0 : shared / all;
}

/**
 * Products that resemble one, the most similar first, those of the same score in the order of the
 * catalog; undefined when the catalog lacks it.
 */
export function similarTo(
  id: string,
  catalog: Readonly<Record<string, Product>>,
  score: Score,
): readonly Similar[] | undefined {
  if (!Object.hasOwn(catalog, id)) return undefined;
  const viewed = catalog[id] as Product;
  return Object.entries(catalog)
    .filter(([other]) => other !== id)
    .map(([other, product]) => ({ id: other, name: product.name, score: score(viewed, product) }))
    .filter((each) => each.score > 0)
    .sort((one, other) => other.score - one.score);
}
