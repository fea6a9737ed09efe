import { randomUUID } from "node:crypto";
import { hashOf } from "../secrets.ts";
import type { ClientContext } from "../service.ts";
import { startSession } from "../sessions.ts";
import type { AuthorizeRequest } from "./authorize-request.ts";
import type { SignedInBrowser } from "./browser-session.ts";
import { withParameters } from "./parameters.ts";

/** What an authorization code stands for. */
export interface CodeContent {
  readonly redirectUri: string;
  readonly scope: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
  readonly resource: string | undefined;
  /** Milliseconds. */
  readonly authTime: number;
}

const CODE_MILLISECONDS = 5 * 60_000; // C74

/** Where a browser that is signed in goes: to the redirect URI with a code (C74) or with tokens (C75). */
export function grantLocation(
  context: ClientContext,
  request: AuthorizeRequest,
  browser: SignedInBrowser,
): Promise<string> | string {
  return request.responseType === "code"
    ? codeLocation(context, request, browser)
    : tokenLocation(context, request, browser);
}

function codeLocation(
  { service, pool, client }: ClientContext,
  request: AuthorizeRequest,
  { user, authTime }: SignedInBrowser,
): string {
  const { redirectUri, scope, codeChallenge, nonce, resource, state } = request;
  const code = randomUUID();
  const content: CodeContent = { redirectUri, scope, codeChallenge, nonce, resource, authTime };
  service.store.browser.addCode(hashOf(code), {
    pool: pool.id,
    client: client.id,
    sub: user.sub,
    content: JSON.stringify(content),
    expires: service.clock.now() + CODE_MILLISECONDS,
  });
  return withParameters(redirectUri, { code, state });
}

async function tokenLocation(
  context: ClientContext,
  request: AuthorizeRequest,
  { user, authTime }: SignedInBrowser,
): Promise<string> {
  const { scope, nonce, resource = null, redirectUri, state } = request;
  const start = { user, scope, nonce, resource, authTime, source: "domain" as const };
  const tokens = await startSession(context, { ...start, hasRefreshToken: false });
  const isOpenid = scope.split(" ").includes("openid");
  return withParameters(
    redirectUri,
    {
      id_token: isOpenid ? tokens.idToken : undefined,
      access_token: tokens.accessToken,
      token_type: "Bearer",
      expires_in: String(tokens.expiresIn),
      state,
    },
    "fragment",
  );
}
