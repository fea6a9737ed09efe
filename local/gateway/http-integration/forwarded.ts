import { isIP } from "node:net";
import type { Received } from "../received.ts";

/**
 * Value of `Forwarded` for an HTTP backend, which takes the place of `X-Forwarded-*` (H259, RFC 7239). What the caller
 * said comes first; the last element is the gateway's own, whose `for` is the socket's address (T024).
 * @param by address at which the gateway was asked
 */
export function forwardedFor(received: Received, by: string): string {
  const { byName } = received.headers;
  const own = element([
    ["by", node(by)],
    ["for", node(received.sourceIp)],
    ["host", byName["host"]],
    ["proto", "https"],
  ]);
  const stated = byName["forwarded"];
  // An open quote would take the gateway's own element for a part of the caller's text.
  const earlier = stated !== undefined && wellFormed.test(stated) ? [stated] : [];
  return [...earlier, ...translated(byName), own].join(", ");
}

const token = "[\\w!#$%&'*+.^`|~-]+";
const pair = `${token}=(?:${token}|"(?:[^"\\\\]|\\\\.)*")`;
const list = `${pair}(?:;${pair})*`;
const wellFormed = new RegExp(`^${list}(?:[ \\t]*,[ \\t]*${list})*$`);

function translated(byName: Readonly<Record<string, string>>): readonly string[] {
  const addresses = byName["x-forwarded-for"]?.split(",").map((one) => one.trim()) ?? [];
  const [first, ...more] = addresses.filter((one) => one !== "");
  const nearest = element([
    ["for", first === undefined ? undefined : node(first)],
    ["host", byName["x-forwarded-host"]],
    ["proto", byName["x-forwarded-proto"]],
  ]);
  return [nearest, ...more.map((one) => element([["for", node(one)]]))].filter((one) => one !== "");
}

function element(pairs: readonly (readonly [string, string | undefined])[]): string {
  return pairs
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`]))
    .join(";");
}

// RFC 7239 6: an IPv6 address stands in brackets, hence in quotes.
function node(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

function quoted(value: string): string {
  return wholeToken.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

const wholeToken = new RegExp(`^${token}$`);
