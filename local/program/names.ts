import { createHash } from "node:crypto";

/** Account of every recorded resource: AWS's own example number, so that no ARN points at anybody. */
export const ACCOUNT_ID = "123456789012";

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Text of the alphabet that depends on the seed alone: an id stays the same from run to run. */
function derive(seed: string, alphabet: string, length: number): string {
  const bytes = createHash("sha512").update(seed).digest();
  let result = "";
  for (let i = 0; i < length; i += 1) result += alphabet[(bytes[i] ?? 0) % alphabet.length];
  return result;
}

/** An id of lower-case letters and digits, as API Gateway and app clients have. */
export function lowerId(seed: string, length: number): string {
  return derive(seed, LOWER, length);
}

/** An id of letters of both cases and digits, as user pools have. */
export function mixedId(seed: string, length: number): string {
  return derive(seed, MIXED, length);
}

/** Hexadecimal digits. */
export function hexId(seed: string, length: number): string {
  return derive(seed, "0123456789abcdef", length);
}

/** A UUID-shaped id. */
export function uuid(seed: string): string {
  const hex = hexId(seed, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The physical name that Pulumi gives a resource whose program gives none. */
export function autoname(name: string, urn: string): string {
  return `${name}-${hexId(urn, 7)}`;
}
