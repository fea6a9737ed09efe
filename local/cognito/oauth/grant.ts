import { randomUUID } from "node:crypto";
import { hashOf } from "../../secrets.ts";
import { ServiceError } from "../../json-api/errors.ts";
import type { ClientContext } from "../service.ts";
import { startSession } from "../tokens/sessions.ts";
import type { TokenChanges } from "../triggers/token-changes.ts";
import { askTokenChanges } from "../triggers/tokens.ts";
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
  /** The pool's function was asked when the code was made: its refusal belongs before the redirect (C56). */
  readonly changes: TokenChanges;
}

const CODE_MILLISECONDS = 5 * 60_000; // C74

/**
 * Where a browser that is signed in goes: to the redirect URI with a code (C74) or with tokens (C75).
 * @throws ServiceError what the pool's pre-token function refuses (C56)
 */
export async function grantLocation(
  context: ClientContext,
  request: AuthorizeRequest,
  browser: SignedInBrowser,
): Promise<string> {
  const { user } = browser;
  const issue = { user, scope: request.scope, occasion: "HostedAuth" } as const;
  const grant = { ...browser, changes: await askTokenChanges(context, issue) };
  return request.responseType === "code"
    ? codeLocation(context, request, grant)
    : tokenLocation(context, request, grant);
}

/** The same for a browser that shows no page: the client learns what a function refuses (C83). */
export async function grantOrRefusal(
  context: ClientContext,
  request: AuthorizeRequest,
  browser: SignedInBrowser,
): Promise<string> {
  try {
    return await grantLocation(context, request, browser);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return errorForClient(request, {
      error_description: `${error.message} `,
      error: "invalid_request",
    });
  }
}

/** An error that the client learns at its redirect URI (C78, C83). */
export function errorForClient(
  { redirectUri, state, responseType }: AuthorizeRequest,
  problem: { readonly error: string; readonly error_description?: string },
): string {
  const { error_description, error } = problem;
  const place = responseType === "token" ? "fragment" : "query";
  return withParameters(redirectUri, { error_description, error, state }, place);
}

/** A signed-in browser, and what the pool's function changes about its tokens. */
interface Grant extends SignedInBrowser {
  readonly changes: TokenChanges;
}

function codeLocation(
  { service, pool, client }: ClientContext,
  request: AuthorizeRequest,
  { user, authTime, changes }: Grant,
): string {
  const { redirectUri, scope, codeChallenge, nonce, resource, state } = request;
  const code = randomUUID();
  const content: CodeContent = {
    redirectUri,
    scope,
    codeChallenge,
    nonce,
    resource,
    authTime,
    changes,
  };
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
  { user, authTime, changes }: Grant,
): Promise<string> {
  const { scope, nonce, resource = null, redirectUri, state } = request;
  const start = { user, scope, nonce, resource, authTime, changes, source: "domain" as const };
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
