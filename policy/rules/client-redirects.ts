import { BlockList, isIP } from "node:net";
import type { Item, Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { CLIENT } from "../types.ts";
import { CREATE_CLIENT } from "./client-kind.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** RFC 8252 section 7.1: a private scheme is a domain name of the application's owner, in reverse. */
const REVERSE_DOMAIN = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/i;
const DEFAULT = "defaultRedirectUri";
/** Networks that no user reaches from outside, beside the user's own machine. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv6");
}

/** Where a client keeps redirect addresses. Each is judged by itself. */
const ADDRESSES: readonly ((client: Resource) => readonly Item<string>[])[] = [
  (client) => client.texts("callbackUrls"),
  (client) => client.texts("logoutUrls"),
  (client) => {
    const value = client.text(DEFAULT);
    return value === "" ? [] : [{ path: DEFAULT, value }];
  },
];

const WANTED = "an exact https address, http on a loopback host, or a reverse-domain scheme";

export const CLIENT_REDIRECT_RULES: readonly Rule[] = [
  {
    id: "client-redirects-exact",
    scope: "resource",
    types: [CLIENT],
    description:
      "Redirect addresses of a client are exact: https, loopback http or a reverse-domain scheme, " +
      "without wildcard, fragment, userinfo or dot segments.",
    why: "Whoever owns an address that the list lets in gets the codes that are sent there.",
    remedy: "Register exact URLs.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "wait",
    ids: ["RFC 9700 2.1", "RFC 9700 4.1.3", "RFC 8252 7.3", "ASVS 10.4.1"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-2.1",
    checks: ADDRESSES.map(
      (addressesOf) =>
        function* (client: Resource) {
          for (const { path, value } of addressesOf(client)) {
            if (!isExact(value)) yield client.violation(path, WANTED);
          }
        },
    ),
  },
  {
    id: "client-redirects-prod",
    scope: "resource",
    types: [CLIENT],
    description:
      "In production no redirect address is on the user's machine, in a private network or http.",
    why: "Whatever runs on the user's machine can listen on the address that a developer left behind.",
    remedy: "Give developers a client of their own, in a stack of their own.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 1,
    unknown: "wait",
    ids: [],
    reference: CREATE_CLIENT,
    checks: ADDRESSES.map(
      (addressesOf) =>
        function* (client: Resource) {
          for (const { path, value } of addressesOf(client)) {
            if (!isPublic(value)) yield client.violation(path, "a public https address");
          }
        },
    ),
  },
  {
    id: "client-default-redirect-listed",
    scope: "resource",
    types: [CLIENT],
    description: "The default redirect address is one of the callback addresses.",
    why: "Cognito refuses any other.",
    remedy: "Add it to callbackUrls.",
    severity: "low",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [],
    reference: CREATE_CLIENT,
    checks: [
      function* (client) {
        const address = client.text(DEFAULT);
        if (address !== "" && !client.includes("callbackUrls", address)) {
          yield client.violation(DEFAULT, "one of callbackUrls");
        }
      },
    ],
  },
];

function isExact(address: string): boolean {
  // The parser resolves dot segments and drops an empty fragment, so they are looked for in the text.
  if (/[*#\\\s]/.test(address) || hasDotSegment(address)) return false;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  if (url.protocol === "http:") return LOOPBACK.has(url.hostname);
  return REVERSE_DOMAIN.test(url.protocol);
}

function hasDotSegment(address: string): boolean {
  const [path = ""] = address.replace(/^[^:]*:(\/\/[^/?]*)?/, "").split("?");
  return path.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
}

/** Schemes of an application's own are no addresses on the network. */
function isPublic(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "http:") return false;
  if (url?.protocol !== "https:") return true;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) return !PRIVATE.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
  return !/(^|\.)localhost\.?$/.test(host);
}
