import type { IncomingMessage } from "node:http";
import type { ErrorStatus } from "./errors.ts";

/** Request line and header values together, in bytes (H249). */
const maximumHeadBytes = 10_240;

/**
 * What is wrong with a request that the parser let through: its size (H249), its `Host` (G007), its transfer coding
 * (G001), its target (G035).
 * @returns the status to refuse it with; undefined when it is sound
 */
export function framingFault(request: IncomingMessage): ErrorStatus | undefined {
  const { rawHeaders, method = "", url = "", httpVersion } = request;
  // `GET /x HTTP/1.1`
  let bytes = method.length + url.length + 10;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    bytes += value.length;
    if (name.length === 4 && name.toLowerCase() === "host") hosts += 1;
    if (name.length === 17 && isForeignCoding(name, value, httpVersion)) return 400;
  }
  if (bytes > maximumHeadBytes) return 431;
  // G007, G008, G011: exactly one, whatever the version; RFC 9112 3.2.
  if (hosts !== 1) return 400;
  // G035, G038: `/path?query` and nothing else; never resolved against a base.
  return url.startsWith("/") && !url.includes("#") ? undefined : 400;
}

// G001: only one transfer coding is understood, and only where the version has it; RFC 9112 6.1.
function isForeignCoding(name: string, value: string, httpVersion: string): boolean {
  if (name.toLowerCase() !== "transfer-encoding") return false;
  return value.toLowerCase() !== "chunked" || httpVersion !== "1.1";
}
