/** A product as the catalog has it. */
export interface Product {
  readonly name: string;
  readonly tags: readonly string[];
}

/** By id. Plain data: it becomes part of the function that captures it. */
export const catalog: Readonly<Record<string, Product>> = {
  "trail-boots": { name: "Trail boots", tags: ["walking", "shoes", "leather"] },
  "city-boots": { name: "City boots", tags: ["shoes", "leather", "winter"] },
  "running-shoes": { name: "Running shoes", tags: ["shoes", "running"] },
  "trekking-poles": { name: "Trekking poles", tags: ["walking", "aluminium"] },
  "tea-kettle": { name: "Tea kettle", tags: ["kitchen", "aluminium"] },
};
