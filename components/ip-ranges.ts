import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { isInRanges } from "../handlers/ip-ranges";
import { type RequestAuthorizer, requestAuthorizer } from "./request-authorizer";

/**
 * Admits callers from these addresses, by the address that the gateway was called from: headers
 * such as `X-Forwarded-For` are the caller's own words. An API is called by IPv6 as well unless it is
 * told not to, so name the ranges of both families.
 *
 * @example
 * api.addRoutes(allowIpRanges(["203.0.113.0/24", "2001:db8::/32"]), {
 *   "GET /metrics": { handler: async () => json(200, {}) },
 * });
 * @param ranges CIDR blocks of either family, at least one
 * @param name tells two authorizers of one API apart
 * @throws pulumi.RunError that names the range which is none
 */
export function allowIpRanges(
  ranges: readonly [string, ...string[]],
  name = "ip-ranges",
): RequestAuthorizer<never> {
  const wrong = ranges.find((range) => !isRange(range));
  if (wrong !== undefined) {
    throw new pulumi.RunError(
      `allowIpRanges has "${wrong}": name CIDR blocks that are less than everybody, such as 203.0.113.0/24 or 2001:db8::/32.`,
    );
  }
  return requestAuthorizer({
    name,
    handler: async (event) => ({
      isAuthorized: await isInRanges(event.requestContext.http.sourceIp, ranges),
    }),
  });
}

/** How many bits an address has, by its family. */
const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

function isRange(text: string): boolean {
  const [network = "", bits = "", ...more] = text.split("/");
  const most = BITS[isIP(network)];
  return more.length === 0 && most !== undefined && /^[1-9]\d*$/.test(bits) && Number(bits) <= most;
}
