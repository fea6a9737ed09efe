/** Where a browser signs in, according to the issuer. */
export interface SignInEndpoints {
  /** The `iss` of the tokens. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

const TIME_LIMIT_MS = 3_000;
const KEEP_MS = 300_000;

// A property of a constant outlives one invocation; a variable of the module would not (closures
// are serialised).
const remembered: { issuer?: string; endpoints?: SignInEndpoints; readAt: number } = { readAt: 0 };

/**
 * Reads the issuer's discovery document, which has the right addresses on AWS and on a developer's
 * machine alike.
 * @returns undefined when the issuer does not answer in time, or not with usable addresses
 */
export async function discoverSignIn(
  issuer: string | undefined,
): Promise<SignInEndpoints | undefined> {
  if (issuer === undefined) return undefined;
  const isFresh = remembered.issuer === issuer && Date.now() - remembered.readAt < KEEP_MS;
  if (isFresh) return remembered.endpoints;
  const endpoints = await fetchEndpoints(issuer);
  if (endpoints !== undefined) Object.assign(remembered, { issuer, endpoints, readAt: Date.now() });
  return endpoints;
}

async function fetchEndpoints(issuer: string): Promise<SignInEndpoints | undefined> {
  try {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      redirect: "error",
    });
    const found = (await answer.json()) as Record<string, unknown>;
    const { authorization_endpoint, token_endpoint } = found;
    if (!answer.ok || !isWebAddress(authorization_endpoint) || !isWebAddress(token_endpoint)) {
      return undefined;
    }
    return {
      issuer: typeof found["issuer"] === "string" ? found["issuer"] : issuer,
      authorizationEndpoint: authorization_endpoint,
      tokenEndpoint: token_endpoint,
    };
  } catch (error) {
    console.error("The issuer's discovery document could not be read", { issuer, error });
    return undefined;
  }
}

function isWebAddress(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value);
}
