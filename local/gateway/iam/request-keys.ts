import type { Received } from "../received.ts";

/**
 * Condition keys of any request to an API, in lower case, whoever sent it.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestKeys({
  receivedAt,
  sourceIp,
  headers,
}: Received): Readonly<Record<string, readonly string[]>> {
  return {
    "aws:currenttime": [new Date(receivedAt).toISOString()],
    "aws:epochtime": [String(Math.floor(receivedAt / 1000))],
    "aws:referer": [headers.byName["referer"] ?? []].flat(),
    // An API is called by https, and this gateway stands for that (H137).
    "aws:securetransport": ["true"],
    "aws:sourceip": [sourceIp],
    "aws:useragent": [headers.byName["user-agent"] ?? []].flat(),
  };
}
