import { isFetchable, readLimited } from "../../../gateway/jwt/issuer-documents.ts";
import { providerFailure } from "../outcomes.ts";

/** An answer of a provider's token or userInfo endpoint. */
export interface Asked {
  readonly status: number;
  readonly text: string;
}

// O049
const TIMEOUT_MS = 5_000;
const MAXIMUM_BYTES = 64 * 1024;

/**
 * Asks a provider. Redirects are not followed: the secret is for this address alone.
 * @throws ProviderError when it is out of reach, too slow, or says too much
 */
export async function ask(name: string, url: string, init: RequestInit): Promise<Asked> {
  if (!isFetchable(url)) {
    throw providerFailure(name, 500, `${url} is neither https nor http on a loopback address`);
  }
  try {
    const response = await fetch(url, {
      ...init,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await readLimited(url, response, MAXIMUM_BYTES) };
  } catch {
    throw providerFailure(name, 500, `${url} could not be read`);
  }
}
