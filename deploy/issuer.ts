/** What API Gateway gives an issuer to answer in (behaviour H88, quotas). */
const LIMIT_MS = 1_500;
const LIMIT_BYTES = 150_000;
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

interface Discovery {
  readonly issuer?: unknown;
  readonly jwks_uri?: unknown;
}

/**
 * Reads an issuer's discovery document as API Gateway does when an authorizer is made.
 * @param origin where it is fetched from; differs from the issuer when a local runtime serves it
 * @returns the address of its keys
 * @throws with the address and what is wrong with its answer
 */
export async function readDiscovery(issuer: string, origin = issuer): Promise<string> {
  const url = `${origin}/.well-known/openid-configuration`;
  const document = (await fetchJson(url)) as Discovery;
  if (document.issuer !== issuer) {
    throw new Error(`${url} names the issuer ${JSON.stringify(document.issuer)}, not "${issuer}"`);
  }
  if (typeof document.jwks_uri === "string") return document.jwks_uri;
  throw new Error(`${url} has no jwks_uri`);
}

/** @returns how many RS256 keys the set has @throws with the address and what is wrong */
export async function readKeys(url: string): Promise<number> {
  const { keys } = (await fetchJson(url)) as { readonly keys?: unknown };
  const rsa = Array.isArray(keys) ? keys.filter(isSigningKey) : [];
  if (rsa.length > 0) return rsa.length;
  throw new Error(`${url} holds no RSA key with a kid`);
}

function isSigningKey(key: unknown): boolean {
  const { kty, kid } = (key ?? {}) as { readonly kty?: unknown; readonly kid?: unknown };
  return kty === "RSA" && typeof kid === "string";
}

async function fetchJson(url: string): Promise<object> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && !LOOPBACK.includes(hostname)) throw new Error(`${url} is not https`);
  const text = await fetchText(url);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Told below, as what is JSON and no object is.
  }
  throw new Error(`${url} answered no JSON object`);
}

async function fetchText(url: string): Promise<string> {
  const response = await reach(url);
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const text = await response.text();
  if (text.length <= LIMIT_BYTES) return text;
  throw new Error(`${url} answered more than ${LIMIT_BYTES} bytes`);
}

/** The answer itself: API Gateway follows no redirect. */
async function reach(url: string): Promise<Response> {
  try {
    return await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    const { name, cause, message } = error as Error & { readonly cause?: Error };
    if (name === "TimeoutError") throw new Error(`${url} did not answer within ${LIMIT_MS} ms`);
    throw new Error(`${url} is out of reach: ${cause?.message || message}`, { cause: error });
  }
}
