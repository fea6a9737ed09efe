import { isLoopback } from "../../loopback.ts";

/** The part of `fetch` that is used; tests pass their own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Patience and size limits of AWS for both documents (H87). */
const timeoutMs = 1_500;
const maximumBytes = 150_000;

/** Why an issuer's document was not taken, in words for the runtime's log. */
export class IssuerFault extends Error {}

/** The discovery document is of another issuer than the configured one (H64). */
export class IssuerMismatch extends IssuerFault {}

/**
 * Whether a document may be fetched from there: https, or plain http on this machine (design.md 5.1).
 * @param url as configured or as the discovery document names it
 */
export function isFetchable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/**
 * Fetches a document, without following redirects: the address is the configuration's, not the answer's.
 * @throws IssuerFault
 */
export async function fetchDocument(url: string, fetch: Fetch): Promise<string> {
  if (!isFetchable(url)) {
    throw new IssuerFault(`${url} is neither https nor http on a loopback address`);
  }
  try {
    const response = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: "application/json" },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new IssuerFault(`${url} answered ${response.status}`);
    }
    return await readLimited(url, response);
  } catch (error) {
    if (error instanceof IssuerFault) throw error;
    throw new IssuerFault(`${url} could not be read`, { cause: error });
  }
}

/**
 * The body as text.
 * @throws IssuerFault for one of more than `limit` bytes; TypeError for one that is no UTF-8
 */
export async function readLimited(
  url: string,
  response: Response,
  limit = maximumBytes,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // T022: leaving the loop cancels the rest.
    if (size > limit) throw new IssuerFault(`${url} is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
}
