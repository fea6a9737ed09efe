import { limits } from "./limits";

const INSECURE = "must start with https:// (plain http only for localhost, 127.0.0.1 and [::1])";
const OWN_SCHEME = "or with a reverse domain name of yours, such as com.example.app:/callback";

/**
 * What is wrong with a text as the origin of a web page; completes the sentence "… is "x": it …".
 */
export function originFault(text: string): string | undefined {
  const url = parse(text);
  if (url === undefined) return "must be an origin such as https://app.example.com";
  if (text.includes("*")) return "must name one site, without a wildcard";
  if (!isSecure(url)) return INSECURE;
  if (url.origin !== text)
    return `must be an origin, without path or trailing slash: ${url.origin}`;
  return undefined;
}

/**
 * What is wrong with a text as a callback or sign-out URL; completes the sentence "… is "x": it …".
 * Cognito compares them character by character, so anything a browser would rewrite is refused.
 */
export function callbackFault(text: string, kind: "web" | "native"): string | undefined {
  const url = parse(text);
  if (url === undefined) return "must be an absolute URL";
  if (text.length > limits.urlLength) return `must have at most ${limits.urlLength} characters`;
  if (text.includes("*")) return "must be exact: Cognito knows no wildcards";
  if (text.includes("#")) return "must not have a fragment";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (isPlaceholder(url)) return "is a placeholder: name your own site";
  // A reverse domain name, such as com.example.app:/callback (RFC 8252, 7.1).
  if (kind === "native" && /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:$/.test(url.protocol))
    return undefined;
  if (!isSecure(url)) return kind === "native" ? `${INSECURE}, ${OWN_SCHEME}` : INSECURE;
  if (url.href !== text && url.href !== `${text}/`)
    return `must be written as a browser sends it: ${url.href}`;
  return undefined;
}

/**
 * Whether an address is one of this machine, which no page on the internet may use in production.
 */
export function isLoopback(text: string): boolean {
  const url = parse(text);
  return url !== undefined && LOOPBACK_HOSTS.includes(url.hostname);
}

const LOOPBACK_HOSTS: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

function parse(text: string): URL | undefined {
  // The parser forgives blanks and control characters; a registered address must not hold any.
  if (/[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}

function isSecure(url: URL): boolean {
  return (
    url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK_HOSTS.includes(url.hostname))
  );
}

function isPlaceholder(url: URL): boolean {
  return /^(?:www\.)?example\.(?:com|org|net)$/.test(url.hostname);
}
