import type { IssuedTokens } from "../tokens/sessions.ts";
import type { OAuthError } from "./client-authentication.ts";

/** What the token endpoint answers to a grant; there is no `scope` member (C104). */
export type TokenAnswer = {
  readonly id_token?: string;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in: number;
  readonly token_type: "Bearer";
};

/** Tokens, or the error of C105. */
export type GrantAnswer =
  TokenAnswer | { readonly error: OAuthError; readonly error_description?: string };

/** Tokens in the form of the token endpoint. */
export function tokenAnswer(tokens: IssuedTokens): TokenAnswer {
  const { session } = tokens;
  // An ID token needs `openid` (C24), which sessions of the JSON API never have and never needed.
  const hasIdToken = session.source === "api" || session.scope.split(" ").includes("openid");
  return {
    ...(hasIdToken && { id_token: tokens.idToken }),
    access_token: tokens.accessToken,
    ...(tokens.refreshToken !== null && { refresh_token: tokens.refreshToken }),
    expires_in: tokens.expiresIn,
    token_type: "Bearer",
  };
}
