import type { Rule } from "../rule.ts";
import { CLIENT } from "../types.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** RFC 8252 section 7.1: a private scheme is a domain name of the application's owner, in reverse. */
const REVERSE_DOMAIN = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/i;
const WANTED = "an exact https address, http on a loopback host, or a reverse-domain scheme";

export const CLIENT_REDIRECT_RULES: readonly Rule[] = [
  {
    id: "client-redirects-exact",
    scope: "resource",
    types: [CLIENT],
    description:
      "Redirect addresses of a client are exact: https, loopback http or a reverse-domain scheme, " +
      "without wildcard, fragment, userinfo or dot segments.",
    why: "A loose callback sends codes to an attacker.",
    remedy: "Register exact URLs.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "wait",
    ids: ["RFC 9700 2.1", "RFC 9700 4.1.3", "RFC 8252 7.3", "ASVS 10.4.1"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-2.1",
    checks: [
      function* (client) {
        for (const property of ["callbackUrls", "logoutUrls"]) {
          for (const { path, value } of client.texts(property)) {
            if (!isExact(value)) yield client.violation(path, WANTED);
          }
        }
      },
      function* (client) {
        const address = client.text("defaultRedirectUri");
        if (address !== "" && !isExact(address)) {
          yield client.violation("defaultRedirectUri", WANTED);
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
