import type { IssuedTokens } from "../tokens/sessions.ts";

/** Tokens in the form of the JSON API; the refresh token only where there is a new one (C183, C189). */
export function authenticationResult(tokens: IssuedTokens) {
  return {
    AccessToken: tokens.accessToken,
    ExpiresIn: tokens.expiresIn,
    IdToken: tokens.idToken,
    ...(tokens.refreshToken !== null && { RefreshToken: tokens.refreshToken }),
    TokenType: "Bearer",
  };
}
