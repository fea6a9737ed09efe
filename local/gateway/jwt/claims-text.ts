import { OwnNames } from "../own-names.ts";
import type { Claims } from "./jwt.ts";

/**
 * Claims as the integration and the access log get them: every value a text (H119), null ones left out (H121).
 * Written when first asked for: a token that is refused for its scopes never needs them.
 */
export class ClaimTexts {
  readonly #claims: Claims;
  #texts: Readonly<Record<string, string>> | undefined;
  #json: string | undefined;

  constructor(claims: Claims) {
    this.#claims = claims;
  }

  /** One claim's text. */
  get(name: string): string | undefined {
    return this.#all()[name];
  }

  /** All of them as the JSON text of an object, for the event. */
  get json(): string {
    return (this.#json ??= JSON.stringify(this.#all()));
  }

  #all(): Readonly<Record<string, string>> {
    return (this.#texts ??= claimTexts(this.#claims));
  }
}

/** One value as the authorizer, a Go program by all evidence, prints it (H119–H123). */
export function claimText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  // H120: a Go slice, `[a b]`; a value with a blank in it cannot be split again.
  if (Array.isArray(value)) return `[${value.map(claimElement).join(" ")}]`;
  // H122: JSON text for nested objects (switch U9).
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

function claimTexts(claims: Claims): Readonly<Record<string, string>> {
  // A claim may be named `__proto__` (J052).
  const texts = new OwnNames();
  for (const name of Object.keys(claims)) {
    const value = claims[name];
    if (value !== null) texts[name] = claimText(value);
  }
  return texts;
}

function claimElement(value: unknown): string {
  return value === null ? "<nil>" : claimText(value);
}

// H123: plain digits; from 1e21 on JavaScript would write an exponent.
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e21
    ? BigInt(value).toString()
    : String(value);
}
